"""What the demo's invented organisations make of the demo's practices."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from community.models import Organisation
from practices.actions.statistics import publish_statistics
from practices.models import PracticeAdoption


def load_adoptions(
    texts: list[dict[str, Any]], organisations: Mapping[str, Organisation], practices: Mapping[str, UUID]
) -> None:
    """Each entry of adoptions.json, made once, and the figures of this week."""
    for text in texts:
        PracticeAdoption.objects.get_or_create(
            organisation=organisations[text["organisation"]],
            practice_key=practices[text["practice"]],
            defaults={
                "state": text["state"],
                "since": dt.date.fromisoformat(text["since"]),
                "effort": text["effort"],
                "note": text.get("note", ""),
            },
        )
    publish_statistics()

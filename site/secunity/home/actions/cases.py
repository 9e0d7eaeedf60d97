"""A case as the hub's content files write it, as a draft for release."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from community.models import IndustryGroup
from practices.actions import CaseDraft

WORDS = (
    "title",
    "summary",
    "what_happened",
    "how_noticed",
    "hard_to_notice",
    "damage",
    "cause",
    "what_helped",
    "would_do_first",
    "lesson",
    "checklist",
    "timeline",
)  # fmt: skip - one field a line would hide the order


def draft_of(text: dict[str, Any], practice_keys: Mapping[str, UUID] | None = None) -> CaseDraft:
    """The draft of one entry; practices that are not in `practice_keys` are left out."""
    division, group = _industry(text["industry"])
    damage, acts = text["damage"], set(text["guideline_acts"])
    return CaseDraft(
        texts={lang: _words(text, lang) for lang in ("ja", "en") if lang in text},
        region=text["region"],
        prefecture=text["prefecture"],
        industry_division=division,
        industry_group=group,
        size_band=text["size_band"],
        occurred=text["occurred"] or "",
        incident_types=tuple(text["incident_types"]),
        response_type=text["response_type"],
        entry_route=text["entry_route"],
        starting_point=text["starting_point"],
        damage_kind=damage["kind"],
        damage_band=damage["band"],
        damage_yen=damage.get("yen"),
        is_shared="share" in acts,
        is_reported="report" in acts,
        is_announced="announce" in acts,
        practices=_practices(text, practice_keys or {}),
    )


def _words(text: dict[str, Any], language: str) -> dict[str, Any]:
    return {**{name: text[language][name] for name in WORDS}, "own_words": text.get("own_words", [])}


def _industry(code: str | None) -> tuple[str | None, str | None]:
    """(division, group) of a division letter or a group code."""
    if not code or code.isalpha():
        return code, None
    return IndustryGroup.objects.get(code=code).division_id, code


def _practices(text: dict[str, Any], keys: Mapping[str, UUID]) -> tuple[tuple[str, str], ...]:
    return tuple((str(keys[link["key"]]), link["relation"]) for link in text["practices"] if link["key"] in keys)

"""The component page: every component in all its states, in the reader's language."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from secunity.core.models.language import current_language
from secunity.home.forms import SampleForm

HOME = Path(__file__).parent.parent
SAMPLES = HOME / "content" / "components.json"
REFUSED_INPUT = {"name": "", "email": "taro＠example", "people": "medium", "what": "…"}
SPRITE = HOME.parent / "static" / "secunity" / "icons.svg"


def components(request: HttpRequest) -> HttpResponse:
    """Show what pages are built from."""
    language = "en" if current_language() == "en" else "ja"
    refused = SampleForm(REFUSED_INPUT, auto_id="refused_%s")
    context = {**_samples()[language], "form": SampleForm(), "refused_form": refused, "icon_names": _icon_names()}
    return render(request, "home/components.html", context)


@cache
def _samples() -> dict[str, dict[str, Any]]:
    samples: dict[str, dict[str, Any]] = json.loads(SAMPLES.read_text(encoding="utf-8"))
    for each in samples.values():
        for meeting in each["next_meetings"]:
            meeting["starts_at"] = datetime.fromisoformat(meeting["starts_at"])
    return samples


@cache
def _icon_names() -> list[str]:
    return re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8"))

"""What the front door shows of the apps."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.utils.translation import gettext as _

from community.models import Region, User
from events.models import MeetingPage
from events.queries.meetings import next_meetings
from practices.models import Case, PracticePage
from practices.queries import practices_named_by_cases
from search.queries import case_tiles, newest
from search.queries.items import items_of_pages
from secunity.core.text.formats import format_count

SHOWN = 3


def home_context(language: str, reader: User | AnonymousUser) -> dict[str, Any]:
    """New cases, next meetings, the tile map, practices that cases point to and three figures, for `language`."""
    return {
        "new_cases": [_card(item) for item in newest("case", language, SHOWN)],
        "next_meetings": [_row(meeting) for meeting in next_meetings(reader, language, SHOWN)],
        "tiles": case_tiles(),
        "practices": [_card(item) for item in items_of_pages(practices_named_by_cases(language)[:SHOWN], "practice")],
        "counts": _counts(language),
    }


def _card(item: Any) -> dict[str, Any]:
    return {
        "title": item.plain_title,
        "url": item.url,
        "text": item.plain_summary,
        "meta": item.meta,
        "label": item.label,
        "language": item.language,
    }


def _row(meeting: MeetingPage) -> dict[str, Any]:
    owner = str(meeting.working_group or meeting.region or _("All regions"))
    note = _("Invented meeting") if meeting.is_demo else ""
    return {
        "title": meeting.title,
        "url": meeting.get_url(),
        "text": meeting.summary,
        "meta": " · ".join(filter(None, (owner, note))),
        "starts_at": meeting.starts_at,
        "is_open": meeting.is_open,
    }


def _counts(language: str) -> list[dict[str, Any]]:
    """Released things only: anybody may count them."""
    practices = PracticePage.objects.live().aggregate(n=Count("translation_key", distinct=True))["n"]
    figures = [
        (_("Cases"), Case.objects.released().count(), "cases/"),
        (_("Practices"), practices, "practices/"),
        (_("Regions"), Region.objects.count(), "regions/"),
    ]
    root = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return [
        {"label": label, "value": format_count(number, language=language), "url": root + path}
        for label, number, path in figures
    ]

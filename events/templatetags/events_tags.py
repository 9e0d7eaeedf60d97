"""Meetings as parts of other pages. Each tag shows only what the reader of the page may know of."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.models import Region, WorkingGroup
from events.models import MeetingPage
from events.queries import meetings as queries
from secunity.core.models.language import current_language

register = template.Library()
Context = Mapping[str, Any]


@register.inclusion_tag("events/tags/meeting_list.html", takes_context=True)
def upcoming_meetings(
    context: Context, region: Region | None = None, working_group: WorkingGroup | None = None, limit: int = 3
) -> dict[str, Any]:
    """`{% upcoming_meetings region=page.region limit=3 %}`: being held or to come, of a region or a working group."""
    request = context.get("request")
    found = queries.upcoming_meetings(
        queries.reader_of(request), current_language(), region=region, working_group=working_group, limit=limit
    )
    return {"meetings": found, "request": request}


@register.inclusion_tag("events/tags/meeting_list.html", takes_context=True)
def next_meetings(context: Context, limit: int = 3) -> dict[str, Any]:
    """`{% next_meetings 3 %}`: those being held first, then the next ones, of all regions and groups."""
    request = context.get("request")
    return {
        "meetings": queries.next_meetings(queries.reader_of(request), current_language(), limit),
        "request": request,
    }


@register.inclusion_tag("components/meeting_row.html", takes_context=True)
def meeting_row(context: Context, meeting: MeetingPage) -> dict[str, Any]:
    """One line of a list of meetings; from the querysets of events.queries.meetings it needs no query of its own."""
    return {"meeting": _row(meeting, context.get("request"))}


@register.inclusion_tag("events/tags/meeting_room.html", takes_context=True)
def meeting_room(context: Context, meeting: MeetingPage) -> dict[str, Any]:
    """The way into the meeting's room for who may enter, and for everybody else what it takes. Once per page."""
    request = context.get("request")
    reader = queries.reader_of(request)
    now, room = timezone.now(), queries.room_of(meeting, reader)
    return {
        "meeting": meeting,
        "room": room,
        "kept_under": "" if room is not None else queries.label_of_room(meeting),
        "is_member": context.get("reads_as_member", False),
        "has_opened": meeting.room_opens_at <= now,
        "has_closed": meeting.room_closes_at <= now,
    }


def _row(meeting: MeetingPage, request: HttpRequest | None) -> dict[str, Any]:
    written_in = meeting.locale.language_code
    return {
        "starts_at": meeting.starts_at,
        "is_open": meeting.is_open,
        "url": meeting.get_url(request),
        "title": meeting.title,
        "language": "" if written_in == current_language() else written_in,
        "meta": " · ".join(_labels(meeting)),
        "text": meeting.summary,
    }


def _labels(meeting: MeetingPage) -> list[str]:
    """For whom and where, in a few words."""
    names = [term.name for term in (meeting.region, meeting.working_group) if term]
    place = meeting.place or _("Online")
    notes = [pgettext("meeting", "cancelled")] * meeting.is_cancelled
    notes += [_("Members only")] * (not meeting.is_public) + [_("Invented meeting")] * meeting.is_demo
    return [*(names or [_("All regions")]), place, *notes]

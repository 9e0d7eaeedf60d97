"""Minutes as parts of other pages: below a meeting, in its room, on one's own page."""

from collections.abc import Mapping
from typing import Any

from django import template

from community.models import User
from events.models import MeetingPage, Minutes, Room
from events.models.access import reader_of
from events.queries.minutes import (
    actions_of,
    is_kept_back,
    is_public,
    keeps_minutes,
    meeting_of,
    names_asked_of,
    reads_minutes,
    sections_of,
)

register = template.Library()
Context = Mapping[str, Any]


@register.inclusion_tag("events/minutes_of_meeting.html", takes_context=True)
def meeting_minutes(context: Context, meeting: MeetingPage) -> dict[str, Any]:
    """`{% meeting_minutes page %}`: the published lines for everybody, the way to the rest for who may read it."""
    reader = reader_of(context.get("request"))
    minutes = Minutes.objects.filter(meeting_key=meeting.translation_key).first()
    shown = minutes is not None and is_public(minutes, meeting)
    return {
        "meeting": meeting,
        "minutes": minutes,
        "sections": sections_of(minutes, meeting) if shown else [],
        "is_public": shown,
        "reads": reads_minutes(reader, minutes, meeting) and reader.is_authenticated,
        "writes": keeps_minutes(reader, meeting) and not is_kept_back(meeting),
    }


@register.inclusion_tag("events/minutes_pane.html", takes_context=True)
def minutes_pane(context: Context, room: Room) -> dict[str, Any]:
    """`{% minutes_pane room %}`: the lines so far for whoever is in the room; minutes.js keeps them fresh."""
    reader = reader_of(context.get("request"))
    meeting = meeting_of(room.meeting_key)
    minutes = Minutes.objects.filter(meeting_key=room.meeting_key).first()
    may = meeting is not None and reads_minutes(reader, minutes, meeting)
    sections = sections_of(minutes, meeting) if meeting is not None and may else []
    return {
        "room": room,
        "may_read": may,
        "lines": [line for section in sections for line in section.lines],
        "writes": meeting is not None and keeps_minutes(reader, meeting),
    }


@register.inclusion_tag("events/minutes_mine_link.html", takes_context=True)
def my_minutes(context: Context) -> dict[str, Any]:
    """`{% my_minutes %}`: how much is left to do and to answer, on one's own page."""
    reader = reader_of(context.get("request"))
    if not isinstance(reader, User):
        return {}
    asked = [each for each in names_asked_of(reader) if each.state == each.State.ASKED]
    return {"actions": actions_of(reader), "asked": asked, "is_shown": True}

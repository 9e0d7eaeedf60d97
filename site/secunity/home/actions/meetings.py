"""The meetings of the demo, placed around the day on which they are loaded, with what was said in their rooms."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from community.models import RegionPage, User, WorkingGroupPage
from events.actions.meetings import settle_meeting
from events.actions.room import append_events
from events.actions.room.pseudonyms import person_in
from events.models import MeetingIndexPage, MeetingPage, Room, RoomEvent
from events.room.events import MESSAGE, Draft
from secunity.home.actions.content import read_content, rich_text
from secunity.home.actions.pages import ensure_pair


def load_meetings(people: dict[str, User]) -> None:
    """Every meeting of the demo in both languages, with its room and its talk."""
    for text in read_content("demo/meetings.json"):
        pages = ensure_pair(
            _parents(text), MeetingPage, text["key"], {lang: _fields(text, lang) for lang in ("ja", "en")}
        )
        room = settle_meeting(meeting=pages["ja"])
        if room and text["talk"]:
            _talk(room, text, people)


def _parents(text: dict[str, Any]) -> dict[str, Page]:
    if text["region"]:
        pages = RegionPage.objects.filter(region_id=text["region"])
    elif text["working_group"]:
        pages = WorkingGroupPage.objects.filter(working_group_id=text["working_group"])
    else:
        pages = MeetingIndexPage.objects.all()
    return {page.locale.language_code: page for page in pages.select_related("locale")}


def _fields(text: dict[str, Any], language: str) -> dict[str, Any]:
    words, starts_at = text[language], _starts_at(text)
    return {
        "title": words["title"],
        "lead": words["summary"],
        "search_description": words["summary"],
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=text["minutes"]),
        "region_id": text["region"],
        "working_group_id": text["working_group"],
        "is_public": text["is_public"],
        "tlp_id": text["tlp"],
        "audience": words["audience"],
        "place": (text["place"] or {}).get(language, ""),
        "has_room": bool(text["talk"] or text["open_room"] or text["working_group"]),
        "has_video": text.get("video", not text["place"]),
        "registration": text.get("registration", "none"),
        "capacity": text.get("capacity"),
        "is_chatham_house": text.get("is_chatham_house", False),
        "agenda": [("item", item) for item in words["agenda"]],
        "members_note": rich_text(words.get("members_note", "")),
        "record": [("decision", line) for line in words.get("record", [])],
        "is_demo": True,
    }


def _starts_at(text: dict[str, Any]) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=text["day_offset"])
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(text["start"])))


def _talk(room: Room, text: dict[str, Any], people: dict[str, User]) -> None:
    """What was said: today's talk shortly before now, an earlier one at the minutes of its meeting."""
    if room.head:
        return
    opens_at, closes_at = room.opens_at, room.closes_at
    Room.objects.filter(pk=room.pk).update(opens_at=None, closes_at=None)
    append_events(room.pk, [_draft(room, line, people) for line in text["talk"]])
    for event, line in zip(RoomEvent.objects.filter(room=room).order_by("seq"), text["talk"], strict=True):
        RoomEvent.objects.filter(pk=event.pk).update(at=_said_at(text, line))
    Room.objects.filter(pk=room.pk).update(opens_at=opens_at, closes_at=closes_at)


def _draft(room: Room, line: dict[str, Any], people: dict[str, User]) -> Draft:
    person = person_in(room, people[line["actor"]])
    return Draft(room.pk, person, str(uuid.uuid4()), MESSAGE, line["body"], None)


def _said_at(text: dict[str, Any], line: dict[str, Any]) -> dt.datetime:
    minute = dt.timedelta(minutes=line["minute"])
    if text["day_offset"] == 0:
        last = max(other["minute"] for other in text["talk"])
        return timezone.now() - dt.timedelta(minutes=last + 1) + minute
    return _starts_at(text) + minute

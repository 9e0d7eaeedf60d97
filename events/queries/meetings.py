"""Reads of meetings, for pages, feeds, search and the API."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from community.models import Region, WorkingGroup
from events.models import MeetingPage, Room
from events.models.access import Reader, reader_of
from events.models.meeting_queryset import MeetingQuerySet
from events.queries.room import can_enter_room

__all__ = [
    "label_of_room",
    "meeting_for_calendar",
    "meetings_for",
    "next_meetings",
    "public_meetings",
    "reader_of",
    "room_of",
    "upcoming_meetings",
    "with_sequence",
]


def public_meetings() -> MeetingQuerySet:
    """Every published page, in every language, of the meetings that anybody may know of."""
    return MeetingPage.objects.live().filter(is_public=True).with_labels()


def meetings_for(user: Reader, language: str) -> MeetingQuerySet:
    """Each meeting that `user` may know of once, in `language` where it is translated."""
    return MeetingPage.objects.visible_to(user).in_language(language).with_labels()


def next_meetings(user: Reader, language: str, limit: int, now: datetime | None = None) -> list[MeetingPage]:
    """Up to `limit` meetings: those being held first, then the next ones."""
    return list(meetings_for(user, language).not_over(now)[:limit])


def upcoming_meetings(
    user: Reader,
    language: str,
    *,
    region: Region | None = None,
    working_group: WorkingGroup | None = None,
    limit: int = 3,
    now: datetime | None = None,
) -> list[MeetingPage]:
    """Like `next_meetings`, of one region or one working group (or of both at once)."""
    meetings = meetings_for(user, language).not_over(now)
    if region is not None:
        meetings = meetings.in_region(region)
    if working_group is not None:
        meetings = meetings.of_working_group(working_group)
    return list(meetings[:limit])


def with_sequence(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Annotates `sequence`: the newest published revision in any language, which every change raises."""
    newest = (
        MeetingPage.objects.order_by()
        .filter(translation_key=OuterRef("translation_key"))
        .values("translation_key")
        .annotate(newest=Max("live_revision_id"))
        .values("newest")
    )
    return meetings.annotate(sequence=Coalesce(Subquery(newest), 0))


def meeting_for_calendar(key: UUID, user: Reader, language: str) -> MeetingPage | None:
    """The meeting with this key if `user` may know of it."""
    return with_sequence(meetings_for(user, language)).filter(translation_key=key).first()


def room_of(meeting: MeetingPage, user: Reader) -> Room | None:
    """The room of `meeting` if it has one that `user` may enter."""
    if not meeting.has_room or not user.is_authenticated:
        return None
    rooms = Room.objects.select_related("working_group", "tlp")
    room = rooms.filter(meeting_key=meeting.translation_key).first()
    return room if room is not None and can_enter_room(user, room) else None


def label_of_room(meeting: MeetingPage) -> str:
    """The name of the sharing label of the meeting's room; "" where it has no room yet."""
    room = Room.objects.select_related("tlp").filter(meeting_key=meeting.translation_key).first()
    return "" if room is None else room.tlp.name

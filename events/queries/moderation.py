"""What was moderated in a room, as everybody in it may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from community.models import User
from events.models import Appeal, Question, Room, RoomEvent
from events.queries.questions import author_key
from events.queries.room import may_come
from events.queries.room_events import as_events
from events.queries.room_people import own_id
from events.queries.room_rights import is_removed
from events.room.events import REDACTION
from events.room.kinds.moderation import ANONYMITY, LIFT, LIFTED, LOCK, MUTE, PREMODERATION, REMOVE, SLOW
from events.room.kinds.questions import STATE

KINDS = (REDACTION, MUTE, SLOW, LOCK, PREMODERATION, ANONYMITY, REMOVE, LIFT, STATE, LIFTED)
REFUSED = "refused"


@dataclass(frozen=True)
class Moderated:
    """One thing that moderators did: when, to whom where it has a name, why, and by which office. Never the words."""

    seq: int
    at: datetime
    kind: str
    said: dict[str, Any]
    is_own: bool = False
    is_lifted: bool = False
    # The reader's own.
    appeal: Appeal | None = None

    @property
    def can_be_appealed(self) -> bool:
        """Whether the reader may ask for it to be looked at again."""
        return self.is_own and self.appeal is None and not self.is_lifted


def room_to_look_back_on(user: User | AnonymousUser, slug: str) -> Room | None:
    """The room at this address for everybody it is meant for: also for who was sent out of it, and may appeal."""
    rooms = Room.objects.select_related("working_group", "tlp", "backchannel_of__working_group")
    room = rooms.filter(slug=slug).first()
    return room if room is not None and may_come(user, room) else None


def is_shut_to(user: User | AnonymousUser, slug: str) -> bool:
    """Whether moderators have closed the room at this address for `user`, who would else belong there."""
    room = room_to_look_back_on(user, slug)
    return room is not None and is_removed(user, room)


def moderated(room: Room, reader: User) -> list[Moderated]:
    """What was done, the newest first; for who was sent out for good only what is about them."""
    rows = list(
        RoomEvent.objects.filter(room=room, kind__in=KINDS).select_related("actor", "pseudonym").order_by("-seq")
    )
    acts = [row for row in rows if _is_moderation(row)]
    own, lifted = _own(room, acts, reader), {row.content.get("of") for row in rows if row.kind == LIFTED}
    appeals = {appeal.seq: appeal for appeal in Appeal.objects.filter(room=room, seq__in=own)}
    said = {event.seq: event.payload for event in as_events(acts)}
    found = [
        Moderated(row.seq, row.at, row.kind, said[row.seq], row.seq in own, row.seq in lifted, appeals.get(row.seq))
        for row in acts
    ]
    return [each for each in found if each.is_own] if is_removed(reader, room) else found


def moderated_one(room: Room, seq: int, reader: User) -> Moderated | None:
    """That one, if it is about `reader`."""
    return next((each for each in moderated(room, reader) if each.seq == seq and each.is_own), None)


def _is_moderation(row: RoomEvent) -> bool:
    if row.kind == REDACTION:
        return row.content.get("by") == "moderator"
    return row.kind != LIFTED and (row.kind != STATE or row.content.get("state") == REFUSED)


def _own(room: Room, rows: Iterable[RoomEvent], reader: User) -> set[int]:
    """What is about the reader: sent out, muted, or the author of what was taken away."""
    me = own_id(room, reader)
    if me is None:
        return set()
    about = {row.seq for row in rows if row.kind in (MUTE, REMOVE) and _is_about(row, me)}
    removed = {row.target: row.seq for row in rows if row.kind == REDACTION}
    written = RoomEvent.objects.filter(room=room, seq__in=[seq for seq in removed if seq])
    about |= {removed[row.seq] for row in written if row.author_id == me}
    asked = {row.content.get("question"): row.seq for row in rows if row.kind == STATE}
    mine = Question.objects.filter(room=room, number__in=[n for n in asked if n], author_key=author_key(room, me))
    return about | {asked[number] for number in mine.values_list("number", flat=True)}


def _is_about(row: RoomEvent, me: int) -> bool:
    """A lifted mute is nothing to appeal against."""
    return row.content.get("person") == me and (row.kind == REMOVE or row.content.get("until") is not None)

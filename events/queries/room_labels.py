"""Under which sharing label something was said, and how far it may go."""

from collections.abc import Sequence
from typing import Literal

from django.db.models import Q, QuerySet

from community.models import User
from community.queries import organisations_of
from events.models import Attendance, MeetingPage, Registration, RegistrationMode, Room, RoomEvent, SentMessage
from events.queries.room_rights import moderates
from events.room.events import Event
from events.room.kinds.tlp import AMBER, LINE_TLP, RED, TLP

CopyRule = Literal["named", "unnamed", "none"]


class LabelHistory:
    """The labels that a room has had; `now` is the one it has, where that is not yet in its row."""

    def __init__(self, room: Room, now: str = "") -> None:
        rows = RoomEvent.objects.filter(room=room, kind=TLP).order_by("seq")
        self._changes = [(row.seq, str(row.content["from"]), str(row.content["label"])) for row in rows]
        self._now = now or str(room.tlp_id)

    def at(self, seq: int) -> str:
        """The label under which the event `seq` was written."""
        before = [label for changed, _from, label in self._changes if changed < seq]
        if before:
            return before[-1]
        return self._changes[0][1] if self._changes else self._now


def label_of(room: Room, row: RoomEvent, newer: Sequence[Event] = ()) -> str:
    """The label of one text now: what the chair gave it, else its own, else the room's when it was said.

    `newer` are events of a batch that is not in the log yet.
    """
    for event in reversed(newer):
        if event.kind == LINE_TLP and event.target == row.seq:
            return str(event.payload["label"])
    given = RoomEvent.objects.filter(room=room, kind=LINE_TLP, target=row.seq).order_by("-seq").first()
    own = given.content["label"] if given is not None else row.payload.get("tlp")
    if own:
        return str(own)
    before_batch = next((event.payload["from"] for event in newer if event.kind == TLP), room.tlp_id)
    return LabelHistory(room, str(before_batch)).at(row.seq)


def copy_rule(room: Room) -> CopyRule:
    """What may be taken out of the room: nothing under RED, no names under the Chatham House rule."""
    if room.tlp_id == RED:
        return "none"
    return "unnamed" if room.is_chatham_house else "named"


def is_within_label(user: User, room: Room) -> bool:
    """Whether the label lets `user`, a member, into a room that is open to members.

    RED stays with the people who take part, AMBER with their organisations. Who takes part is known from the
    registrations, where the meeting takes them, and from the meeting itself once it is over.
    """
    if room.tlp_id not in {*AMBER, RED} or (not room.is_over and not _takes_registrations(room)):
        return True
    if moderates(user, room):
        return True
    people = _who_take_part(room)
    if people.filter(pk=user.pk).exists():
        return True
    return room.tlp_id in AMBER and people.filter(affiliations__organisation__in=organisations_of(user)).exists()


def _takes_registrations(room: Room) -> bool:
    pages = MeetingPage.objects.filter(translation_key=room.meeting_key)
    return pages.exclude(registration=RegistrationMode.NONE).exists()


def _who_take_part(room: Room) -> QuerySet[User]:
    registered = Registration.objects.confirmed().filter(meeting_key=room.meeting_key).values("user")
    there = Attendance.objects.filter(meeting_key=room.meeting_key, was_there=True).values("user")
    spoke = SentMessage.objects.filter(room=room, actor__isnull=False).values("actor")
    return User.objects.filter(Q(pk__in=registered) | Q(pk__in=there) | Q(pk__in=spoke))

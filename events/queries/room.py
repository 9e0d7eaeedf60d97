"""Who may enter a room, and what its log says."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from community.models import User
from community.queries import in_working_group, is_member
from events.models import Room, RoomEvent
from events.queries.room_events import as_events
from events.queries.room_labels import is_within_label
from events.queries.room_rights import is_removed, moderates
from events.room.events import EDIT, REDACTION, Event
from events.room.kinds import replay
from events.room.kinds.tlp import LINE_TLP, TLP
from events.room.talk import Line, Talk

LOG_LIMIT = 200


def can_enter_room(user: User | AnonymousUser, room: Room) -> bool:
    """Whether `user` may read and write in `room`: asked by page, log and socket alike."""
    return may_come(user, room) and not is_removed(user, room)


def may_come(user: User | AnonymousUser, room: Room) -> bool:
    """Whether the room is meant for `user`, also for one who was removed from it."""
    if not user.is_authenticated or not is_member(user):
        return False
    if room.backchannel_of is not None:
        return can_enter_room(user, room.backchannel_of) and moderates(user, room.backchannel_of)
    if room.is_open_to_members:
        return is_within_label(user, room)
    return in_working_group(user, room.working_group)


def room_for(user: User | AnonymousUser, slug: str) -> Room | None:
    """The room at this address; None where there is none, and where it is not for `user`: nobody tells them apart."""
    rooms = Room.objects.select_related("working_group", "tlp", "backchannel_of__working_group")
    room = rooms.filter(slug=slug).first()
    return room if room is not None and can_enter_room(user, room) else None


def read_log(room_id: int, *, after: int, limit: int) -> list[Event]:
    """Events after + 1 … of a room, at most `limit`, in order."""
    rows = RoomEvent.objects.filter(room_id=room_id, seq__gt=after).select_related("actor", "pseudonym")
    return as_events(rows.order_by("seq")[:limit])


def read_talk(room_id: int, *, after: int, until: int, limit: int = LOG_LIMIT, label: str = "") -> list[Line]:
    """The messages among the `limit` events after `after`, as they stood at `until`: later edits are applied.

    `label` is the room's sharing label at the event `after`.
    """
    known = RoomEvent.objects.filter(room_id=room_id, seq__lte=until).select_related("actor", "pseudonym")
    rows = known.order_by("seq")
    page = as_events(rows.filter(seq__gt=after, seq__lte=after + limit))
    if not page:
        return []
    changes, seqs = (EDIT, REDACTION, LINE_TLP), [event.seq for event in page]
    later = rows.filter(seq__gt=page[-1].seq, kind__in=changes, target__in=seqs)
    talk = Talk(parts={TLP: {"label": label}} if label else {})
    return list(replay([*page, *as_events(later)], talk).lines.values())


def heads_of(room_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Epoch and head of each room that still exists."""
    rows = Room.objects.filter(pk__in=list(room_ids)).values_list("pk", "epoch", "head")
    return {pk: (epoch, head) for pk, epoch, head in rows}

"""What a room has come to beside its messages: for who comes late, and for who reads without script."""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from events.models import Room, RoomEvent
from events.queries.room_events import as_events
from events.room.events import EDIT, MESSAGE
from events.room.kinds import hands, moderation, polls, questions, replay, tlp
from events.room.talk import Talk

PARTS = (questions.PART, polls.PART, hands.PART, moderation.PART, tlp.TLP)
# They only make lines: nothing else follows from them.
LINES = (MESSAGE, EDIT)
MOST_KEPT = 64
# Then it is read anew: somebody may be called otherwise by now, or be gone.
LONGEST_KEPT_S = 3600.0


class Standing(NamedTuple):
    """What the log of a room has come to at `head`."""

    epoch: str
    head: int
    talk: Talk
    since: float


_kept: "OrderedDict[int, Standing]" = OrderedDict()
_lock = Lock()
# After a reset everybody asks at once: one reads the log, the others wait for what it has come to.
_reading = [Lock() for _ in range(MOST_KEPT)]


def read_parts(room: Room) -> dict[str, dict[str, Any]]:
    """The parts of the talk as they stand: the log itself tells them, there is no second truth."""
    return read_state(room)[1]


def read_state(room: Room) -> tuple[int, dict[str, dict[str, Any]]]:
    """A head of the log, at least `room.head`, and the parts as they stand there.

    What was read before is kept, so that of a long log only the newest events are read, and by one reader.
    """
    found = _standing_at(room)
    standing = {name: found.talk.parts.get(name, {}) for name in PARTS}
    parts = {name: {**_START.get(name, {}), **part} for name, part in standing.items()}
    return found.head, parts | {tlp.TLP: {"label": room.tlp_id, **standing[tlp.TLP]}}


_START: dict[str, dict[str, Any]] = {
    hands.PART: {"queue": [], "floor": None},
    moderation.PART: moderation.START,
}


def _standing_at(room: Room) -> Standing:
    known = _known(room)
    if known is not None and known.head >= room.head:
        return known
    with _reading[room.pk % len(_reading)]:
        known = _known(room)
        if known is not None and known.head >= room.head:
            return known
        return _keep(room, _read_on(room, known))


def _known(room: Room) -> Standing | None:
    with _lock:
        found = _kept.get(room.pk)
    is_good = found is not None and found.epoch == room.epoch and monotonic() - found.since < LONGEST_KEPT_S
    return found if is_good else None


def _read_on(room: Room, known: Standing | None) -> Standing:
    seq, since = (known.head, known.since) if known is not None else (0, monotonic())
    # Values are replaced, never changed: a copy of the parts is a copy of the state.
    talk = Talk.from_dict(known.talk.as_dict()) if known is not None else Talk()
    rows = RoomEvent.objects.filter(room=room, seq__gt=seq, seq__lte=room.head).exclude(kind__in=LINES)
    rows = rows.select_related("actor", "pseudonym").order_by("seq")
    return Standing(room.epoch, room.head, replay(as_events(rows.iterator()), talk), since)


def _keep(room: Room, standing: Standing) -> Standing:
    with _lock:
        _kept[room.pk] = standing
        _kept.move_to_end(room.pk)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return standing

"""What a room has come to beside its messages: for who comes late, and for who reads without script."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from events.models import Room, RoomEvent
from events.queries.room_events import as_events
from events.room.events import EDIT, MESSAGE
from events.room.kinds import hands, moderation, polls, questions, replay, tlp
from events.room.talk import Talk

PARTS = (questions.PART, polls.PART, hands.PART, moderation.PART, tlp.TLP)
# They only make lines: nothing else follows from them.
LINES = (MESSAGE, EDIT)
MOST_KEPT = 64

_kept: "OrderedDict[int, tuple[str, int, Talk]]" = OrderedDict()
_lock = Lock()


def read_parts(room: Room) -> dict[str, dict[str, Any]]:
    """The parts of the talk as they stand at `room.head`: the log itself tells them, there is no second truth.

    What was read before is kept, so that of a long log only the newest events are read.
    """
    talk = _talk_at(room)
    standing = {name: talk.parts.get(name, {}) for name in PARTS}
    return {name: {**_START.get(name, {}), **part} for name, part in standing.items()} | {
        tlp.TLP: {"label": room.tlp_id, **standing[tlp.TLP]}
    }


_START: dict[str, dict[str, Any]] = {
    hands.PART: {"queue": [], "floor": None},
    moderation.PART: moderation.START,
}


def _talk_at(room: Room) -> Talk:
    with _lock:
        epoch, seq, known = _kept.get(room.pk, ("", 0, Talk()))
    if epoch != room.epoch or seq > room.head:
        seq, known = 0, Talk()
    rows = RoomEvent.objects.filter(room=room, seq__gt=seq, seq__lte=room.head).exclude(kind__in=LINES)
    rows = rows.select_related("actor", "pseudonym").order_by("seq")
    # Values are replaced, never changed: a copy of the parts is a copy of the state.
    talk = replay(as_events(rows.iterator()), Talk.from_dict(known.as_dict()))
    _keep(room, talk)
    return talk


def _keep(room: Room, talk: Talk) -> None:
    with _lock:
        epoch, seq, _known = _kept.get(room.pk, ("", 0, talk))
        if epoch != room.epoch or seq <= room.head:
            _kept[room.pk] = (room.epoch, room.head, talk)
        _kept.move_to_end(room.pk)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)

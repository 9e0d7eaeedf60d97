"""The table of kinds: everything that can stand in a room's log.

A new kind is a module here with a `KINDS` of its own, named in `MODULES`, and a rule in `events.actions.room.rules`.
"""

from collections.abc import Iterable

from events.room.events import Event
from events.room.kinds import hands, messages, minutes, moderation, polls, questions, tlp
from events.room.kinds.base import Kind
from events.room.talk import Line, Talk

MODULES = (messages, minutes, questions, polls, hands, moderation, tlp)
KINDS: dict[str, Kind] = {kind.name: kind for module in MODULES for kind in module.KINDS}
ERASERS = frozenset(name for name, kind in KINDS.items() if kind.empties_target)
TEXTS = frozenset(name for name, kind in KINDS.items() if kind.is_text)


def apply_event(talk: Talk, event: Event) -> None:
    """Let `event` change the talk; a kind that this version does not know changes nothing."""
    kind = KINDS.get(event.kind)
    if kind is not None:
        kind.apply(talk, event)


def replay(events: Iterable[Event], talk: Talk | None = None) -> Talk:
    """The talk after `events` (rising seq), which follow those that made `talk`."""
    state = talk if talk is not None else Talk()
    for event in events:
        apply_event(state, event)
    return state


def read_lines(events: Iterable[Event]) -> list[Line]:
    """Lines of the messages in `events` (rising seq); an edit of a message that is not among them is ignored."""
    return list(replay(events).lines.values())

"""What a kind of event is: how it is read from a frame, and what it does to the talk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from events.room.events import Event
from events.room.frames import Fields
from events.room.talk import Talk

if TYPE_CHECKING:
    from events.room.hub import Hub

Payload = dict[str, Any]


def nothing(_fields: Fields) -> Payload:
    """A kind that says no more than body, reply_to and target."""
    return {}


def unlogged(_talk: Talk, _event: Event) -> None:
    """What a kind does to the talk that is never in the log."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table of kinds.

    `read` takes a `send` frame's own fields for the payload and raises FrameRefused for what is not as documented;
    `apply` changes the talk and must give the same state whether it starts from nothing or from a snapshot.
    """

    name: str
    apply: Callable[[Talk, Event], None]
    read: Callable[[Fields], Payload] = nothing
    # Only the hub itself appends events of a kind that is not sendable.
    is_sendable: bool = True
    needs_body: bool = True
    needs_target: bool = False
    may_reply: bool = False
    # Its body can be edited and redacted by events that name it as their target.
    is_text: bool = False
    # At rest and in the rings, the event that it names as its target is left without its words.
    empties_target: bool = False
    # Slow mode counts it.
    is_slowed: bool = False
    # What it changes at once in the hub of each process, such as the pause of slow mode.
    live: "Callable[[Hub, Event], None] | None" = None

"""What stands in a room's log, and what came of asking for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MESSAGE = "message"
EDIT = "edit"
REDACTION = "redaction"


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part, as the others see it."""

    id: int | None
    name: str

    def as_dict(self) -> dict[str, Any]:
        """The form on the wire."""
        return {"id": self.id, "name": self.name}


# The room itself, and whoever acts in an office without being named.
HUB = Person(None, "")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a room's log. `at` is UTC in ISO 8601 with milliseconds."""

    seq: int
    kind: str
    actor: Person
    payload: dict[str, Any]
    at: str
    cid: str

    def as_dict(self) -> dict[str, Any]:
        """The form in `ev` frames and in the log over HTTP alike."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "actor": self.actor.as_dict(),
            "payload": self.payload,
            "at": self.at,
            "cid": self.cid,
        }

    @property
    def target(self) -> int | None:
        """The seq of the event that this one changes."""
        return self.payload.get("target")

    def without_body(self) -> "Event":
        """The same event after its redaction: only what it points to is left."""
        kept = {} if self.target is None else {"target": self.target}
        return Event(self.seq, self.kind, self.actor, kept, self.at, self.cid)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to append to a room's log."""

    room_id: int
    actor: Person
    cid: str
    kind: str
    body: str
    reply_to: int | None = None
    target: int | None = None
    # What its kind says beside body, reply_to and target.
    payload: Mapping[str, Any] = field(default_factory=dict)
    # The pause that so many people in the room ask for; the chair's stands on the room's row.
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Stored:
    """It is committed as `seq`. `event` is None where nothing new is to be shown.

    `more` are the events that the hub itself appended because of it.
    """

    seq: int
    at: str
    event: Event | None = None
    more: tuple[Event, ...] = ()
    is_unlogged: bool = False

    @property
    def dup(self) -> bool:
        """Whether an earlier sending of the same cid had stored it."""
        return self.event is None and not self.is_unlogged


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not in the log. `retry_ms` says when it is worth asking again, None: never."""

    code: str
    retry_ms: int | None = None


Outcome = Stored | Refused


def to_json(value: Any) -> str:
    """Compact JSON with Japanese left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Rooms without a database: a clock one turns by hand, events, and sockets that only remember."""

import json
from collections.abc import Callable
from typing import Any

from events.room.connection import Connection
from events.room.events import Draft, Event, Outcome, Person
from events.room.hub import Hub
from events.room.limits import NORMAL, Limits

EPOCH = "e1"
ROOM = "room-one"


class HandClock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._due: list[tuple[float, Callable[[], object]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> None:
        self._due.append((self.now + delay, callback))

    def advance(self, seconds: float) -> None:
        until = self.now + seconds
        while due := sorted((entry for entry in self._due if entry[0] <= until), key=lambda entry: entry[0]):
            self._due.remove(due[0])
            self.now = max(self.now, due[0][0])
            due[0][1]()
        self.now = until


def event(seq: int, kind: str = "message", *, actor: int = 1, **payload: Any) -> Event:
    """Event `seq`, by default a message."""
    body = {"body": f"発言{seq}"} if kind != "redaction" else {"body": ""}
    return Event(seq, kind, Person(actor, f"会員{actor}"), body | payload, "2026-11-24T10:00:00.000Z", f"cid-{seq}")


class Room:
    """A hub with its clock, what it asked of the log, and what it wanted to commit."""

    def __init__(self, head: int = 0, limits: Limits = NORMAL, recent: list[Event] | None = None) -> None:
        self.clock = HandClock()
        self.asked: list[int] = []
        self.drafts: list[tuple[Draft, Callable[[Outcome], None]]] = []
        self.hub = Hub(
            slug=ROOM,
            epoch=EPOCH,
            head=head,
            recent=recent or [],
            clock=self.clock,
            request_log=self.asked.append,
            limits=limits,
        )

    def socket(self, person: int = 1) -> "Socket":
        return Socket(self, person)


class Socket:
    """One member's socket; `frames()` gives what was sent to it since the last look, but for `glimpses`."""

    def __init__(self, room: Room, person: int) -> None:
        self.wakes = 0
        self.glimpses: list[dict[str, Any]] = []
        self.connection = Connection(
            hub=room.hub,
            room_id=1,
            person=Person(person, f"会員{person}"),
            submit=lambda draft, deliver: room.drafts.append((draft, deliver)),
            wake=self._woken,
        )
        room.hub.enter(self.connection)

    def _woken(self) -> None:
        self.wakes += 1

    def say(self, type_: str, **fields: Any) -> list[dict[str, Any]]:
        self.connection.receive(json.dumps({"type": type_, **fields}))
        return self.frames()

    def hello(self, last: int | None = None, **fields: Any) -> list[dict[str, Any]]:
        given = {"v": 1, "room": ROOM, "epoch": EPOCH, "last": last, "tab": "t", **fields}
        return self.say("hello", **given)

    def frames(self) -> list[dict[str, Any]]:
        taken = []
        while (packet := self.connection.next_packet()) is not None:
            taken.append(json.loads(packet.text))
        self.glimpses += [frame for frame in taken if frame["type"] == "eph"]
        return [frame for frame in taken if frame["type"] != "eph"]

    def seqs(self) -> list[int]:
        return [event["seq"] for frame in self.frames() if frame["type"] == "ev" for event in frame["evs"]]

    @property
    def close_code(self) -> int | None:
        return self.connection.close_code

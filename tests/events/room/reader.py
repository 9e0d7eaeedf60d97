"""The client of the room as the browser runs it, without a browser."""

import json
import uuid
from typing import Any

from events.room.events import Person
from tests.events.room.world import EPOCH, ROOM, Database, Link, Process, World

RESUME_S = 1.0


class Client:
    """Applies only the next event, keeps an outbox, sends its head again after every welcome."""

    def __init__(self, world: World, number: int, processes: list[Process], database: Database) -> None:
        self.world, self.processes, self.database = world, processes, database
        self.person = Person(number, f"会員{number}")
        self.last: int | None = None
        self.applied: list[str] = []
        self.said: list[str] = []
        self.outbox: list[str] = []
        self.in_flight: set[str] = set()
        self.link: Link | None = None
        self.is_welcome = False
        self.resumed_at = 0.0
        self.connect()

    def connect(self) -> None:
        up = [process for process in self.processes if process.is_up]
        if self.link is not None or not up:
            self.world.call_later(0.5, self.connect)
            return
        self.link = Link(self.world, self.world.dice.choice(up), self.person, self)
        last = (self.last or 0) if self.world.parts.cursors else None
        self._hello(last)

    def _hello(self, last: int | None) -> None:
        assert self.link is not None
        self.link.up({"type": "hello", "v": 1, "room": ROOM, "epoch": EPOCH, "last": last, "tab": "t"})

    def lost(self) -> None:
        self.link, self.is_welcome = None, False
        self.in_flight = set()
        self.world.call_later(self.world.soon(1.0), self.connect)

    # --- in ------------------------------------------------------------------------------------------
    def take(self, text: str) -> None:
        frame = json.loads(text)
        handler = getattr(self, f"_on_{frame['type']}", None)
        if handler is not None:
            handler(frame)

    def _on_welcome(self, frame: dict[str, Any]) -> None:
        self.is_welcome = True
        self.last = frame["from"] - 1
        self._send()

    def _on_ev(self, frame: dict[str, Any]) -> None:
        for event in frame["evs"]:
            self._apply(event)
        if self.link is not None and self.world.parts.cursors:
            self.link.up({"type": "ack", "seq": self.last})

    def _apply(self, event: dict[str, Any]) -> None:
        seq, last = event["seq"], self.last or 0
        if not self.world.parts.cursors:
            if event["cid"] not in self.applied:
                self.applied.append(event["cid"])
        elif seq == last + 1 or (seq > last and not self.world.parts.gap_check):
            self.last = seq
            self.applied.append(event["cid"])
        elif seq > last:
            self._resume()
        self._settle(event["cid"])

    def _on_hb(self, frame: dict[str, Any]) -> None:
        if self.link is None or not self.world.parts.cursors:
            return
        self.link.up({"type": "hb", "t": 0, "ack": self.last})
        if self.world.parts.head_in_heartbeat and frame["head"] > (self.last or 0):
            self._resume()

    def _resume(self) -> None:
        if self.link is not None and self.is_welcome and self.world.now - self.resumed_at >= RESUME_S:
            self.resumed_at = self.world.now
            self.link.up({"type": "resume", "last": self.last})

    def _on_reset(self, _frame: dict[str, Any]) -> None:
        """Too far behind for the ring: the log over HTTP, then hello."""
        while events := self.database.read(self.last or 0):
            for event in events:
                self._apply(event.as_dict())
        if self.link is not None:
            self._hello(self.last)

    def _on_ok(self, frame: dict[str, Any]) -> None:
        self._settle(frame["cid"])

    def _on_nack(self, frame: dict[str, Any]) -> None:
        self.world.call_later(frame["retry_ms"] / 1000, lambda: self._again(frame["cid"]))

    def _again(self, cid: str) -> None:
        self.in_flight.discard(cid)
        self._send()

    # --- out -----------------------------------------------------------------------------------------
    def say(self) -> None:
        cid = str(uuid.UUID(int=self.world.dice.getrandbits(128)))
        self.said.append(cid)
        self.outbox.append(cid)
        self._send()

    def _send(self) -> None:
        if self.link is None or not self.is_welcome:
            return
        for cid in self.outbox[:1] if self.world.parts.one_in_flight else list(self.outbox):
            if cid not in self.in_flight:
                self.in_flight.add(cid)
                self.link.up({"type": "send", "cid": cid, "kind": "message", "body": cid})
        if not self.world.parts.outbox:
            self.outbox.clear()

    def _settle(self, cid: str) -> None:
        self.in_flight.discard(cid)
        if cid in self.outbox:
            self.outbox.remove(cid)
            self._send()

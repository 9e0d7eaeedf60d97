"""A world in which everything goes wrong by the numbers of one seed: clock, network, database, bus, two processes.

The hubs and connections are the real ones; what is around them is played here, so that each part can be taken away.
"""

import heapq
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from events.room import protocol
from events.room.connection import Connection
from events.room.events import Draft, Event, Outcome, Person, Refused, Stored
from events.room.hub import Hub

ROOM, EPOCH = "room-one", "e1"
BUSY = Refused("room_busy", 200)
Deliver = Callable[[Outcome], None]


@dataclass(frozen=True)
class Parts:
    """What the protocol is made of; a test takes one away."""

    cid_uniqueness: bool = True
    outbox: bool = True
    gap_check: bool = True
    one_in_flight: bool = True
    tail_poll: bool = True
    head_in_heartbeat: bool = True
    numbers_in_commit: bool = True
    cursors: bool = True


class World:
    """Time that jumps from event to event, and the dice."""

    def __init__(self, seed: int, parts: Parts) -> None:
        self.dice, self.parts = random.Random(seed), parts  # noqa: S311 - dice, no secret
        # Hubs spread their heartbeats with the global dice.
        random.seed(seed)
        self.now = 1000.0
        self.is_calm = False
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> None:
        heapq.heappush(self._due, (self.now + delay, next(self._order), callback))

    def fails(self, chance: float) -> bool:
        """Whether something goes wrong now; never once the world is calm."""
        return self.dice.random() < chance and not self.is_calm

    def soon(self, longest: float) -> float:
        return self.dice.uniform(0.001, longest)

    def run(self, seconds: float) -> None:
        until = self.now + seconds
        while self._due and self._due[0][0] <= until:
            self.now, _, callback = heapq.heappop(self._due)
            callback()
        self.now = until


@dataclass
class Database:
    """The log and what was sent; a transaction takes effect as a whole or not at all."""

    world: World
    log: list[Event] = field(default_factory=list)
    _sent: dict[tuple[int | None, str], Event] = field(default_factory=dict)
    _counter: int = 0

    @property
    def head(self) -> int:
        return self.log[-1].seq if self.log else 0

    def commit(self, drafts: list[Draft]) -> list[Outcome] | None:
        """The outcomes; None: rolled back."""
        is_rolled_back = self.world.fails(0.1)
        if is_rolled_back and self.world.parts.numbers_in_commit:
            return None
        new: list[Event] = []
        outcomes = [self._take(draft, new) for draft in drafts]
        if is_rolled_back:
            for event in new:
                self._sent.pop((event.actor.id, event.cid), None)
            return None
        self.log += new
        return outcomes

    def _take(self, draft: Draft, new: list[Event]) -> Outcome:
        key = (draft.actor.id, draft.cid)
        if self.world.parts.cid_uniqueness and key in self._sent:
            return Stored(self._sent[key].seq, "t")
        # Without numbers in the commit they come from a counter beside it, as with Redis' INCR.
        self._counter += 1
        seq = self.head + len(new) + 1 if self.world.parts.numbers_in_commit else self._counter
        event = Event(seq, draft.kind, draft.actor, {"body": draft.body}, "t", draft.cid)
        new.append(event)
        self._sent[key] = event
        return Stored(seq, "t", event)

    def read(self, after: int, limit: int = 50) -> list[Event]:
        return [event for event in self.log if event.seq > after][:limit]


class Process:
    """One process: its hub, its writer, its ear on the bus. `crash` takes everything it had in memory."""

    def __init__(self, world: World, database: Database) -> None:
        self.world, self.database = world, database
        self.others: list[Process] = []
        self.links: list[Link] = []
        self.is_up = False
        self.life = 0
        self.start()
        self._keep_time()

    def start(self) -> None:
        self.is_up = True
        self.life += 1
        self._waiting: list[tuple[Draft, Deliver]] = []
        self._is_writing = self._is_reading = False
        recent = self.database.log[-20:] if self.world.parts.numbers_in_commit else []
        self.hub = Hub(
            slug=ROOM,
            epoch=EPOCH,
            head=self.database.head,
            recent=recent,
            clock=self.world,
            request_log=self._request_log,
        )

    def crash(self) -> None:
        self.is_up = False
        self.life += 1
        for link in list(self.links):
            link.cut()
        self.world.call_later(self.world.dice.uniform(0.5, 3), self.start)

    def _later(self, delay: float, work: Callable[[], object]) -> None:
        """Run `work` unless the process has died in between."""
        life = self.life
        self.world.call_later(delay, lambda: work() if self.life == life else None)

    # --- the one writer --------------------------------------------------------------------------------
    def submit(self, draft: Draft, deliver: Deliver) -> None:
        self._waiting.append((draft, deliver))
        if not self._is_writing:
            self._is_writing = True
            self._later(self.world.soon(0.03), self._write)

    def _write(self) -> None:
        batch, self._waiting = self._waiting, []
        outcomes = self.database.commit([draft for draft, _ in batch])
        if self.world.fails(0.02):
            # Committed, but nobody has been told.
            self.crash()
            return
        self._later(self.world.soon(0.02), lambda: self._told(batch, outcomes or [BUSY] * len(batch)))

    def _told(self, batch: list[tuple[Draft, Deliver]], outcomes: list[Outcome]) -> None:
        for (_, deliver), outcome in zip(batch, outcomes, strict=True):
            deliver(outcome)
        new = [outcome.event for outcome in outcomes if isinstance(outcome, Stored) and outcome.event]
        if new:
            self._show(new)
            for other in self.others:
                self._hint(other, new)
        self._is_writing = False
        if self._waiting:
            self._is_writing = True
            self._later(self.world.soon(0.03), self._write)

    # --- what others have written ----------------------------------------------------------------------
    def _hint(self, other: "Process", new: list[Event]) -> None:
        for _ in range(2 if self.world.fails(0.2) else 1):
            if not self.world.fails(0.5):
                self.world.call_later(self.world.soon(0.5), lambda: other.hear(new))

    def hear(self, new: list[Event]) -> None:
        if not self.is_up:
            return
        if self.world.parts.cursors:
            self.hub.notice_head(new[-1].seq)
        else:
            self._show(new)

    def _show(self, new: list[Event]) -> None:
        if self.world.parts.cursors:
            self.hub.publish(new)
            return
        for link in self.links:
            for event in new:
                link.down(protocol.ev(event.seq, [json.dumps(event.as_dict()).encode()]).decode())

    def _request_log(self, after: int) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        events = self.database.read(after)
        self._later(self.world.soon(0.05), lambda: self._read(events))

    def _read(self, events: list[Event]) -> None:
        self._is_reading = False
        self.hub.publish_read(events)

    def _keep_time(self) -> None:
        if self.is_up:
            self.hub.tick()
            if self.world.parts.tail_poll:
                self.hub.notice_head(self.database.head)
        self.world.call_later(1.0, self._keep_time)


class Link:
    """A socket. Frames arrive in order or not at all; a cut loses what is under way."""

    def __init__(self, world: World, process: Process, person: Person, client: Any) -> None:
        self.world, self.process, self.client = world, process, client
        self.is_open = True
        self._down_at = self._up_at = world.now
        process.links.append(self)
        self.connection = Connection(hub=process.hub, room_id=1, person=person, submit=process.submit, wake=self._pump)
        process.hub.enter(self.connection)

    def _pump(self) -> None:
        while self.is_open and (packet := self.connection.next_packet()) is not None:
            self.down(packet.text)
        if self.connection.close_code is not None:
            self.cut()

    def down(self, text: str) -> None:
        # After the cursor has moved: whoever writes to a dying socket is told that all went well.
        if '"ev"' in text[:12] and self.world.fails(0.08):
            return
        self._down_at = max(self._down_at, self.world.now) + self.world.soon(0.02)
        self.world.call_later(self._down_at - self.world.now, lambda: self.is_open and self.client.take(text))

    def up(self, frame: dict[str, Any]) -> None:
        text = json.dumps(frame)
        self._up_at = max(self._up_at, self.world.now) + self.world.soon(0.02)
        self.world.call_later(self._up_at - self.world.now, lambda: self.is_open and self.connection.receive(text))

    def cut(self) -> None:
        if not self.is_open:
            return
        self.is_open = False
        self.process.links.remove(self)
        self.process.hub.leave(self.connection)
        self.world.call_later(self.world.soon(0.05), self.client.lost)

"""One hub per room and process: knows who is connected and what they may be sent next."""

import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from events.room import protocol
from events.room.connection import Connection
from events.room.events import Event
from events.room.kinds import KINDS
from events.room.limits import (
    FLUSH_COSTS,
    FLUSH_S,
    GHOST_S,
    HEARTBEAT_S,
    HEARTBEAT_SPREAD,
    MEMBERS_PER_FLUSH,
    NORMAL,
    NOT_THIS_ROOM,
    SILENCE_S,
    SILENT,
    SOONEST_FLUSH_S,
    TOO_MANY_TABS,
    Limits,
)
from events.room.pace import SlowMode
from events.room.presence import Presence
from events.room.protocol import Glimpse
from events.room.ring import Ring
from events.room.wire import Packet


class Clock(Protocol):
    """The part of an event loop that a hub needs; seconds."""

    def time(self) -> float: ...

    def call_later(self, delay: float, callback: Callable[[], object], /) -> object: ...


class Hub:
    """Connections of one room. `request_log(after)` makes the shell read the log and `publish` what it found;
    `is_more_coming()` tells whether a commit for this room is on its way."""

    def __init__(
        self,
        *,
        slug: str,
        epoch: str,
        head: int,
        recent: Sequence[Event],
        clock: Clock,
        request_log: Callable[[int], None],
        limits: Limits = NORMAL,
        pause_s: float = 0.0,
        is_more_coming: Callable[[], bool] = lambda: False,
    ) -> None:
        self.slug, self.epoch, self.limits, self.clock = slug, epoch, limits, clock
        # In the order in which they came: memory of neighbours is touched one after the other.
        self.connections: dict[Connection, None] = {}
        self.idle_since = clock.time()
        self.presence = Presence()
        self.slow_mode = SlowMode(limits)
        # What `recent` says of slow mode is newer.
        self.slow_mode.pause_s = pause_s
        self._tabs: dict[int | None, set[Connection]] = {}
        self._new: list[Connection] = []
        self._request_log = request_log
        self._is_more_coming = is_more_coming
        # When the last flush began, what it took, and since when something waits for the next one.
        self._flushed_at, self._flush_took, self._due_since = -FLUSH_S, 0.0, 0.0
        self._flush_is_due = False
        self._waiting: list[Callable[[], None]] = []
        self._load(head, recent)

    def _load(self, head: int, recent: Sequence[Event]) -> None:
        self.ring = Ring(recent[0].seq - 1 if recent else head)
        self._take(recent)
        self.shown = self.ring.head

    # --- who is here ---------------------------------------------------------------------------------
    def enter(self, connection: Connection) -> None:
        """A socket has opened; it is sent nothing before its hello. Too many of one person are closed."""
        if len(self._of(connection)) >= 2 * self.limits.tabs:
            connection.close(TOO_MANY_TABS)
        self.connections[connection] = None
        self._tabs.setdefault(connection.person.id, set()).add(connection)

    def leave(self, connection: Connection) -> None:
        """The socket is gone."""
        if connection not in self.connections:
            return
        del self.connections[connection]
        tabs = self._tabs[connection.person.id]
        tabs.discard(connection)
        if not tabs:
            del self._tabs[connection.person.id]
        if connection.is_greeted:
            self.presence.go(connection.person)
        self.idle_since = self.clock.time()

    def expel(self, person_id: int | None, why: dict[str, Any]) -> None:
        """Close every socket of that person, with the reason: moderators have sent them out."""
        for connection in list(self._tabs.get(person_id, ())):
            connection.bye(NOT_THIS_ROOM, 0, NOT_THIS_ROOM, why)

    def admit(self, connection: Connection) -> bool:
        """Whether the person may have one more tab; a tab's own silent older socket makes room."""
        others = [other for other in self._of(connection) if other.is_greeted and other is not connection]
        if len(others) < self.limits.tabs or self._replace(connection, others):
            if not connection.is_greeted:
                connection.is_greeted = True
                self.presence.come(connection.person)
                self._new.append(connection)
            return True
        connection.close(TOO_MANY_TABS)
        return False

    def _replace(self, connection: Connection, others: list[Connection]) -> bool:
        for other in others:
            if other.tab and other.tab == connection.tab and self.clock.time() - other.heard_at > GHOST_S:
                other.close(TOO_MANY_TABS)
                return True
        return False

    def _of(self, connection: Connection) -> list[Connection]:
        return [c for c in self._tabs.get(connection.person.id, ()) if c.close_code is None]

    # --- what comes from the log ---------------------------------------------------------------------
    def publish(self, events: Sequence[Event]) -> None:
        """Committed events; after a hole the log is read instead."""
        if self._take(events):
            self._show()
        else:
            self._request_log(self.ring.head)

    def _take(self, events: Sequence[Event]) -> bool:
        head = self.ring.head
        if not self.ring.extend(events):
            return False
        for event in events:
            kind = KINDS.get(event.kind) if event.seq > head else None
            if kind is not None and kind.live is not None:
                kind.live(self, event)
        return True

    def publish_read(self, events: Sequence[Event]) -> None:
        """What the log held after the ring's head; those who waited for it go on."""
        # A hole in the log itself cannot be; reading it again at once would not mend it.
        self._take(events)
        self._show()
        waiting, self._waiting = self._waiting, []
        for go_on in waiting:
            go_on()

    def after_reading(self, go_on: Callable[[], None]) -> None:
        """Read the log, then call: somebody knows of events that this process has not seen yet."""
        self._waiting.append(go_on)
        self._request_log(self.ring.head)

    def notice_head(self, head: int) -> None:
        """A hint from a bus or a poll: the log reaches `head`."""
        if head > self.ring.head:
            self._request_log(self.ring.head)

    def restore(self, epoch: str, head: int, recent: Sequence[Event]) -> None:
        """The database is another one than before: everybody starts again."""
        self.epoch = epoch
        self._load(head, recent)
        for connection in list(self.connections):
            connection.reset("epoch")

    def _show(self) -> None:
        if self.ring.head <= self.shown:
            return
        now = self.clock.time()
        if not self._flush_is_due:
            self._flush_is_due, self._due_since = True, now
            self._flush_soon(now)
        elif now >= self._flushed_at + self._pause() and not self._is_more_coming():
            self._flush()

    def _pause(self) -> float:
        """Seconds from flush to flush: a large or busy process writes less often and more at once."""
        longest = FLUSH_S * max(1.0, len(self.connections) / MEMBERS_PER_FLUSH)
        return min(max(FLUSH_COSTS * self._flush_took, SOONEST_FLUSH_S), longest)

    def _flush_soon(self, now: float) -> None:
        wait = self._flushed_at + self._pause() - now
        # What the next commit brings goes with this flush, if waiting for it is no longer than a flush of its own.
        if self._is_more_coming():
            wait = max(wait, self._due_since + min(self._flush_took, FLUSH_S) - now)
        if wait <= 0:
            self._flush()
        else:
            self.clock.call_later(wait, partial(self._flush_after, self._flushed_at))

    def _flush_after(self, flushed_at: float) -> None:
        if self._flush_is_due and self._flushed_at == flushed_at:
            self._flush()

    def _flush(self) -> None:
        self._flush_is_due = False
        self._flushed_at = self.clock.time()
        cursor, self.shown = max(self.shown, self.ring.start - 1), self.ring.head
        while cursor < self.shown:
            last = self.ring.last_within(cursor, cursor, self.shown, self.limits.window_bytes)
            self._push(cursor, last)
            cursor = last
        for connection in list(self.connections):
            if connection.cursor is not None and connection.cursor < self.shown:
                connection.wake()
        self._flush_took = self.clock.time() - self._flushed_at

    def _push(self, cursor: int, last: int) -> None:
        """The shared bytes to everybody who has just what came before them and room for them."""
        wire = self.ring.packet(cursor + 1, last).wire
        lowest = self.ring.lowest_acked(last, self.limits.window_events, self.limits.window_bytes)
        now = self._flushed_at
        for connection in self.connections:
            push, acked = connection.push, connection.acked
            if connection.cursor != cursor or push is None or connection.replies:
                continue
            if (acked >= lowest or acked == cursor) and push(wire):
                if acked == cursor:
                    connection.acked_at = now
                connection.cursor = last

    # --- what a connection is sent next ---------------------------------------------------------------
    def next_packet(self, connection: Connection) -> Packet | None:
        """The next `ev` frame inside the reader's window; moves its cursor. None: nothing to send now."""
        cursor = connection.cursor
        if cursor is None or cursor >= self.shown:
            return None
        if cursor < self.ring.start - 1:
            connection.reset("behind")
            return None
        highest = min(self.shown, connection.acked + self.limits.window_events)
        last = self.ring.last_within(cursor, connection.acked, highest, self.limits.window_bytes)
        if last == cursor:
            return None
        connection.sent(last)
        return self.ring.packet(cursor + 1, last)

    def can_resume(self, last: int) -> bool:
        """Whether the ring still holds everything after `last`."""
        return self.ring.start - 1 <= last <= self.ring.head

    # --- what is gone in a moment ---------------------------------------------------------------------
    def glimpse(self, connection: Connection, frame: Glimpse) -> None:
        """Somebody types or reacts."""
        if frame.typing is not None:
            self.presence.type(connection.person, frame.typing, self.clock.time())
        if frame.reaction is not None and frame.target is not None and frame.target <= self.shown:
            self.presence.react(connection.person, frame.target, frame.reaction)

    def own_pause_s(self) -> float:
        """The pause that holds in this room because so many are here."""
        return self.slow_mode.own_pause_s(self.presence.count)

    def tell_presence(self) -> None:
        """Once a second: what has changed to everybody, everything to those who have just come."""
        now, slow_ms = self.clock.time(), self.slow_mode.pause_ms(self.presence.count)
        new, self._new = self._new, []
        news = self.presence.news(now, slow_ms)
        if news:
            packet, fresh = Packet(protocol.eph(news)), set(new)
            for connection in list(self.connections):
                if connection.is_greeted and connection not in fresh:
                    connection.tell(packet)
        if new:
            packet = Packet(protocol.eph(self.presence.full(now, slow_ms)))
            for connection in new:
                connection.tell(packet)

    # --- time ----------------------------------------------------------------------------------------
    def tick(self) -> None:
        """Once a second: heartbeats, presence, and the end of those that fell silent or never acknowledge."""
        now = self.clock.time()
        for connection in list(self.connections):
            if connection.is_silent(now, SILENCE_S):
                connection.close(SILENT)
            elif now >= connection.heartbeat_at:
                connection.heartbeat_at = self.next_heartbeat(now)
                if connection.is_greeted:
                    connection.reply(protocol.hb(int(time.time() * 1000), self.shown))
        self.tell_presence()

    def next_heartbeat(self, now: float) -> float:
        """When the next heartbeat is due: spread, so that a thousand readers do not answer at once."""
        return now + HEARTBEAT_S * random.uniform(1 - HEARTBEAT_SPREAD, 1 + HEARTBEAT_SPREAD)  # noqa: S311 - no secret

    def drain(self, code: int, span_s: float, close_with: int | None = None) -> None:
        """Ask everybody to come back, each at a moment of its own within `span_s`."""
        for connection in list(self.connections):
            connection.bye(code, random.uniform(0, span_s), close_with)  # noqa: S311 - no secret: it spreads them

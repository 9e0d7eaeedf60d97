"""The newest events of a room, each serialised once."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from events.room import protocol
from events.room.events import EDIT, Event, to_json
from events.room.kinds import ERASERS
from events.room.limits import FRAME_BYTES, FRAME_EVENTS, RING_BYTES, RING_EVENTS
from events.room.wire import Packet

CACHED_FRAMES = 16
# Cutting a list from its front costs its whole length, so it is done rarely.
SLACK = 1024


class Ring:
    """Events `start` … `head` without holes; older ones have left."""

    def __init__(self, head: int) -> None:
        self.start = head + 1
        # What is left of each event after a redaction, and the event as it is now.
        self._bare: list[Event] = []
        self._texts: list[bytes] = []
        # _ends[i] is the number of bytes ever stored up to and with event start + i.
        self._ends: list[int] = []
        self._dropped_bytes = 0
        self._frames: dict[tuple[int, int], Packet] = {}

    @property
    def head(self) -> int:
        """The newest seq it holds (or held)."""
        return self.start + len(self._texts) - 1

    def extend(self, events: Sequence[Event]) -> bool:
        """Take events that follow the head; older ones are skipped. False: there is a hole, nothing was taken."""
        fresh = [event for event in events if event.seq > self.head]
        if fresh and fresh[0].seq != self.head + 1:
            return False
        for event in fresh:
            self._append(event)
        for event in fresh:
            if event.kind in ERASERS and event.target is not None:
                self._redact(event.target)
        self._trim()
        return True

    def _append(self, event: Event) -> None:
        text = to_json(event.as_dict()).encode()
        self._bare.append(event.without_body())
        self._texts.append(text)
        self._ends.append(self._bytes_until(self.head - 1) + len(text))

    def _redact(self, target: int) -> None:
        for index, event in enumerate(self._bare):
            if event.seq == target or (event.kind == EDIT and event.target == target):
                self._texts[index] = to_json(event.as_dict()).encode()
        self._frames.clear()

    def _trim(self) -> None:
        surplus = max(0, len(self._texts) - RING_EVENTS)
        held = self._bytes_until(self.head) - self._dropped_bytes
        if surplus < SLACK and held < RING_BYTES * 1.25:
            return
        too_old = bisect_right(self._ends, self._bytes_until(self.head) - RING_BYTES)
        cut = max(surplus, too_old)
        self._dropped_bytes = self._ends[cut - 1]
        del self._bare[:cut], self._texts[:cut], self._ends[:cut]
        self.start += cut

    def _bytes_until(self, seq: int) -> int:
        index = min(seq - self.start, len(self._ends) - 1)
        return self._ends[index] if index >= 0 else self._dropped_bytes

    def last_within(self, cursor: int, acked: int, highest: int, window_bytes: int) -> int:
        """The seq up to which a reader at `cursor` may be sent in one frame; `cursor` itself when nothing may."""
        budget = min(self._bytes_until(acked) + window_bytes, self._bytes_until(cursor) + FRAME_BYTES)
        fitting = self.start - 1 + bisect_right(self._ends, budget)
        if cursor == acked:
            fitting = max(fitting, cursor + 1)
        return max(cursor, min(fitting, highest, cursor + FRAME_EVENTS))

    def lowest_acked(self, last: int, window_events: int, window_bytes: int) -> int:
        """The acknowledgement that a reader must have given to be sent the events up to `last`."""
        bytes_from = self._bytes_until(last) - window_bytes
        by_bytes = self.start if bytes_from > self._dropped_bytes else self.start - 1
        if bytes_from > self._dropped_bytes:
            by_bytes += bisect_left(self._ends, bytes_from)
        return max(by_bytes, last - window_events)

    def packet(self, first: int, last: int) -> Packet:
        """The `ev` frame of the events first … last, built once for everybody who needs just these."""
        packet = self._frames.get((first, last))
        if packet is None:
            packet = Packet(protocol.ev(first, self._texts[first - self.start : last + 1 - self.start]))
            if len(self._frames) >= CACHED_FRAMES:
                self._frames.clear()
            self._frames[first, last] = packet
        return packet

"""The newest events of a room, each serialised once."""

from bisect import bisect_right
from collections.abc import Sequence

from events.room import protocol
from events.room.events import EDIT, REDACTION, Event, to_json
from events.room.limits import FRAME_BYTES, FRAME_EVENTS, RING_BYTES, RING_EVENTS

CACHED_FRAMES = 64
# Cutting a list from its front costs its whole length, so it is done rarely.
SLACK = 1024


class Ring:
    """Events `start` … `head` without holes; older ones have left."""

    def __init__(self, head: int) -> None:
        self.start = head + 1
        self._events: list[Event] = []
        self._texts: list[str] = []
        # _ends[i] is the number of bytes ever stored up to and with event start + i.
        self._ends: list[int] = []
        self._dropped_bytes = 0
        self._frames: dict[tuple[int, int], str] = {}

    @property
    def head(self) -> int:
        """The newest seq it holds (or held)."""
        return self.start + len(self._events) - 1

    def extend(self, events: Sequence[Event]) -> bool:
        """Take events that follow the head; older ones are skipped. False: there is a hole, nothing was taken."""
        fresh = [event for event in events if event.seq > self.head]
        if fresh and fresh[0].seq != self.head + 1:
            return False
        for event in fresh:
            self._append(event)
        for event in fresh:
            if event.kind == REDACTION and event.target is not None:
                self._redact(event.target)
        self._trim()
        return True

    def _append(self, event: Event) -> None:
        text = to_json(event.as_dict())
        self._events.append(event)
        self._texts.append(text)
        self._ends.append(self._bytes_until(self.head - 1) + len(text.encode()))

    def _redact(self, target: int) -> None:
        for index, event in enumerate(self._events):
            if event.seq == target or (event.kind == EDIT and event.target == target):
                self._events[index] = event.without_body()
                self._texts[index] = to_json(self._events[index].as_dict())
        self._frames.clear()

    def _trim(self) -> None:
        surplus = max(0, len(self._events) - RING_EVENTS)
        held = self._bytes_until(self.head) - self._dropped_bytes
        if surplus < SLACK and held < RING_BYTES * 1.25:
            return
        too_old = bisect_right(self._ends, self._bytes_until(self.head) - RING_BYTES)
        cut = max(surplus, too_old)
        self._dropped_bytes = self._ends[cut - 1]
        del self._events[:cut], self._texts[:cut], self._ends[:cut]
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

    def frame(self, first: int, last: int) -> str:
        """The `ev` frame of the events first … last, built once for everybody who needs just these."""
        text = self._frames.get((first, last))
        if text is None:
            text = protocol.ev(first, self._texts[first - self.start : last + 1 - self.start])
            if len(self._frames) >= CACHED_FRAMES:
                self._frames.clear()
            self._frames[first, last] = text
        return text

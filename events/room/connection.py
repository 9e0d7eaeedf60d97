"""One socket in a room: three integers instead of a queue, and what each of its frames does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from events.room import protocol
from events.room.events import MESSAGE, SENDABLE, Draft, Outcome, Person, Refused
from events.room.limits import BAD_FRAME, HEARTBEAT_S, NOT_THIS_ROOM, TOO_FAST, Bucket
from events.room.protocol import Ack, Frame, FrameRefused, Heartbeat, Hello, Resume, Send

if TYPE_CHECKING:
    from events.room.hub import Hub

Submit = Callable[[Draft, Callable[[Outcome], None]], None]


class Connection:
    """State of a socket. The shell feeds `receive`, and after each `wake` sends what `next_text` gives."""

    def __init__(self, *, hub: Hub, room_id: int, person: Person, submit: Submit, wake: Callable[[], None]) -> None:
        self.hub, self.room_id, self.person, self.wake = hub, room_id, person, wake
        self._submit = submit
        self.tab = ""
        self.cursor: int | None = None
        self.acked = 0
        self.close_code: int | None = None
        self.is_greeted = False
        now = hub.clock.time()
        self.heard_at = self.acked_at = now
        self.heartbeat_at = hub.next_heartbeat(now)
        limits = hub.limits
        self._sends = Bucket(limits.frames_per_s, limits.burst, now)
        self._controls = Bucket(limits.control_per_s, limits.control_burst, now)
        self._patience = Bucket(1.0, limits.patience, now)
        self._replies: deque[str] = deque()

    # --- out -----------------------------------------------------------------------------------------
    def next_text(self) -> str | None:
        """The next frame for this socket; answers go before events."""
        frame = None if self._replies else self.hub.next_frame(self)
        return self._replies.popleft() if self._replies else frame

    def reply(self, text: str) -> None:
        """Send this frame to this socket only."""
        self._replies.append(text)
        self.wake()

    def reset(self, why: str) -> None:
        """Stop sending events until the client has read the log and says hello or resumes."""
        if self.is_greeted:
            self.cursor = None
            self.reply(protocol.reset(self.hub.epoch, self.hub.shown, why))

    def close(self, code: int) -> None:
        """End the socket with `code` after the answers that still wait."""
        if self.close_code is None:
            self.close_code = code
            self.cursor = None
            self.wake()

    def sent(self, seq: int) -> None:
        """Events up to `seq` have left; from the first unacknowledged one on the time counts."""
        if self.acked == self.cursor:
            self.acked_at = self.hub.clock.time()
        self.cursor = seq

    def is_silent(self, now: float, longest: float) -> bool:
        """Whether nothing was heard, or nothing acknowledged of what was sent, for `longest` seconds."""
        owes_ack = self.cursor is not None and self.acked < self.cursor
        return now - self.heard_at > longest or (owes_ack and now - self.acked_at > longest)

    # --- in ------------------------------------------------------------------------------------------
    def receive(self, text: str | None) -> None:
        """A frame has come in (None: a binary one)."""
        if self.close_code is not None:
            return
        self.heard_at = self.hub.clock.time()
        try:
            frame = protocol.parse_frame(text, self.hub.limits.frame)
        except FrameRefused as refusal:
            self.close(refusal.code)
            return
        if not isinstance(frame, Send) and self._controls.take(self.heard_at):
            self.close(TOO_FAST)
        elif not self.is_greeted and not isinstance(frame, Hello):
            self.close(BAD_FRAME)
        else:
            self._handle(frame)

    def _handle(self, frame: Frame) -> None:
        match frame:
            case Hello():
                self._hello(frame)
            case Send():
                self._send(frame)
            case Ack(seq=seq) | Heartbeat(ack=int(seq)):
                self._acknowledge(seq)
            case Resume(last=last):
                self._resume(last)

    def _hello(self, frame: Hello) -> None:
        if frame.room != self.hub.slug:
            self.close(NOT_THIS_ROOM)
            return
        self.tab = frame.tab
        if not self.hub.admit(self):
            return
        self.is_greeted = True
        if frame.epoch is not None and frame.epoch != self.hub.epoch:
            self.reset("epoch")
        else:
            self._start_from(self.hub.shown if frame.last is None else frame.last, self._welcome)

    def _welcome(self, last: int) -> None:
        hub = self.hub
        hb_ms = int(HEARTBEAT_S * 1000)
        self.reply(protocol.welcome(self.person, hub.slug, hub.epoch, hub.shown, last + 1, hub.limits, hb_ms))

    def _resume(self, last: int) -> None:
        self._start_from(last, lambda _: self.wake())

    def _start_from(self, last: int, then: Callable[[int], None], is_read: bool = False) -> None:
        """Events follow from last + 1 on. The log over HTTP may be a moment ahead of this process."""
        if self.hub.can_resume(last):
            self.cursor = self.acked = last
            then(last)
        elif last > self.hub.ring.head and not is_read:
            self.hub.after_reading(lambda: self._start_from(last, then, is_read=True))
        else:
            self.reset("ahead" if last > self.hub.ring.head else "behind")

    def _acknowledge(self, seq: int) -> None:
        if self.cursor is not None and self.acked < seq <= self.cursor:
            self.acked = seq
            self.acked_at = self.heard_at
            self.wake()

    def _send(self, frame: Send) -> None:
        wait = self._sends.take(self.heard_at)
        if wait and self._patience.take(self.heard_at):
            self.close(TOO_FAST)
        elif wait:
            self._answer(frame.cid, Refused("retry", int(wait * 1000) + 1))
        elif len(frame.body) > self.hub.limits.text:
            self._answer(frame.cid, Refused("too_long"))
        elif frame.kind not in SENDABLE or (frame.kind != "redaction" and not frame.body):
            self._answer(frame.cid, Refused("forbidden"))
        else:
            self._submit(self._draft(frame), lambda outcome: self._answer(frame.cid, outcome))

    def _draft(self, frame: Send) -> Draft:
        target = None if frame.kind == MESSAGE else frame.target
        reply_to = frame.reply_to if frame.kind == MESSAGE else None
        return Draft(self.room_id, self.person, frame.cid, frame.kind, frame.body, reply_to, target)

    def _answer(self, cid: str, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            self.reply(protocol.nack(cid, outcome.code, outcome.retry_ms))
        else:
            self.reply(protocol.ok(cid, outcome.seq, outcome.at, outcome.dup))

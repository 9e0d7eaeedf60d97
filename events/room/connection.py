"""One socket in a room: three integers instead of a queue, and what each of its frames does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from events.room import protocol
from events.room.events import Draft, Outcome, Person, Refused
from events.room.frames import FrameRefused
from events.room.kinds import KINDS
from events.room.limits import (
    BAD_FRAME,
    HEARTBEAT_S,
    LONGEST_REPLIES,
    NOT_THIS_ROOM,
    RESUMES_BURST,
    RESUMES_PER_S,
    SILENT,
    TOO_FAST,
    Bucket,
)
from events.room.protocol import Ack, Frame, Glimpse, Heartbeat, Hello, Resume, Send
from events.room.wire import Packet

if TYPE_CHECKING:
    from events.room.hub import Hub

# What a thousand readers say in the same moment is read without a parser.
ACK = re.compile(rb'\{"type":"ack","seq":([0-9]{1,15})\}')
Submit = Callable[[Draft, Callable[[Outcome], None]], None]


class Connection:
    """State of a socket. The shell feeds `receive`, and after each `wake` sends what `next_packet` gives.

    A shell that can write to its socket at once sets `push`: it takes the bytes of a frame, or says that it cannot now.
    """

    __slots__ = (
        "__weakref__",
        "_controls",
        "_patience",
        "_resumes",
        "_sends",
        "_submit",
        "acked",
        "acked_at",
        "close_code",
        "cursor",
        "glimpse",
        "heard_at",
        "heartbeat_at",
        "hub",
        "is_greeted",
        "person",
        "push",
        "replies",
        "reset_at",
        "room_id",
        "tab",
        "wake",
    )

    def __init__(self, *, hub: Hub, room_id: int, person: Person, submit: Submit, wake: Callable[[], None]) -> None:
        self.hub, self.room_id, self.person, self.wake = hub, room_id, person, wake
        self.push: Callable[[bytes], bool] | None = None
        self._submit = submit
        self.tab = ""
        self.cursor: int | None = None
        self.acked = 0
        self.close_code: int | None = None
        self.is_greeted = False
        now = hub.clock.time()
        self.heard_at = self.acked_at = now
        self.reset_at: float | None = None
        self.heartbeat_at = hub.next_heartbeat(now)
        limits = hub.limits
        self._sends = Bucket(limits.frames_per_s, limits.burst, now)
        self._controls = Bucket(limits.control_per_s, limits.control_burst, now)
        # Few ever need these: a thousand of them are a thousand times nothing.
        self._resumes: Bucket | None = None
        self._patience: Bucket | None = None
        self.replies: list[Packet] = []
        self.glimpse: Packet | None = None

    # --- out -----------------------------------------------------------------------------------------
    def next_packet(self) -> Packet | None:
        """The next frame for this socket: answers, then events, then what may get lost."""
        # Who is too far behind for events gets a reset instead.
        return self.next_reply() or self.next_events() or self.next_reply()

    def next_reply(self) -> Packet | None:
        """The next answer that waits."""
        return self.replies.pop(0) if self.replies else None

    def next_events(self) -> Packet | None:
        """The next events inside the window, else what is true just now."""
        packet = self.hub.next_packet(self)
        if packet is None and not self.replies:
            packet, self.glimpse = self.glimpse, None
        return packet

    @property
    def has_more(self) -> bool:
        """Whether something is left that a reader with room for it would be sent."""
        return self.glimpse is not None or (self.cursor is not None and self.cursor < self.hub.shown)

    def reply(self, text: str) -> None:
        """Send this frame to this socket only."""
        if len(self.replies) >= LONGEST_REPLIES:
            self.replies.clear()
            self.close(SILENT)
            return
        self.replies.append(Packet(text))
        self.wake()

    def tell(self, packet: Packet) -> None:
        """Send what is true just now: whoever is not ready for it gets the next one instead."""
        self.glimpse = packet
        self.wake()

    def reset(self, why: str) -> None:
        """Stop sending events until the client has read the log and says hello or resumes."""
        if self.is_greeted:
            self.cursor = None
            self.reset_at = self.hub.clock.time()
            self.reply(protocol.reset(self.hub.epoch, self.hub.shown, why))

    def bye(self, code: int, retry_s: float, close_with: int | None, why: dict[str, Any] | None = None) -> None:
        """Ask the client to come back later; `close_with` None leaves the end of the socket to the server."""
        if self.close_code is None:
            self.cursor = None
            self.reply(protocol.bye(code, max(0, int(retry_s * 1000)), why))
            if close_with is not None:
                self.close(close_with)

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
        """Whether nothing was heard, or what was asked or sent stayed without an answer, for `longest` seconds."""
        if now - self.heard_at > longest:
            return True
        if self.reset_at is not None:
            return now - self.reset_at > longest
        return self.cursor is not None and self.acked < self.cursor and now - self.acked_at > longest

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

    def hear(self, payload: bytes) -> bool:
        """As `receive`, for a message as it came over the wire; False: it is no text."""
        ack = ACK.fullmatch(payload)
        if ack is not None and self.is_greeted and self.close_code is None:
            self.heard_at = self.hub.clock.time()
            if self._controls.take(self.heard_at):
                self.close(TOO_FAST)
            else:
                self._acknowledge(int(ack[1]))
            return True
        try:
            self.receive(payload.decode())
        except UnicodeDecodeError:
            return False
        return True

    def _handle(self, frame: Frame) -> None:
        match frame:
            case Ack(seq=seq) | Heartbeat(ack=int(seq)):
                self._acknowledge(seq)
            case Send():
                self._send(frame)
            case Hello():
                self._hello(frame)
            case Resume(last=last):
                self._resume(last)
            case Glimpse():
                self.hub.glimpse(self, frame)

    def _hello(self, frame: Hello) -> None:
        if frame.room != self.hub.slug:
            self.close(NOT_THIS_ROOM)
            return
        self.tab = frame.tab
        if not self.hub.admit(self):
            return
        if frame.epoch is not None and frame.epoch != self.hub.epoch:
            self.reset("epoch")
        else:
            self._start_from(self.hub.shown if frame.last is None else frame.last, self._welcome)

    def _welcome(self, last: int) -> None:
        hub = self.hub
        hb_ms = int(HEARTBEAT_S * 1000)
        self.reply(protocol.welcome(self.person, hub.slug, hub.epoch, hub.shown, last + 1, hub.limits, hb_ms))

    def _resume(self, last: int) -> None:
        # A client that asks faster than it may asks again in a second; each answer may cost a whole window.
        self._resumes = self._resumes or Bucket(RESUMES_PER_S, RESUMES_BURST, self.heard_at)
        if not self._resumes.take(self.heard_at):
            self._start_from(last, lambda _: self.wake())

    def _start_from(self, last: int, then: Callable[[int], None], is_read: bool = False) -> None:
        """Events follow from last + 1 on. The log over HTTP may be a moment ahead of this process."""
        if self.hub.can_resume(last):
            self.cursor = self.acked = last
            self.reset_at = None
            then(last)
        elif last > self.hub.ring.head and not is_read:
            self.hub.after_reading(lambda: self._start_from(last, then, is_read=True))
        else:
            self.reset("ahead" if last > self.hub.ring.head else "behind")

    def _acknowledge(self, seq: int) -> None:
        if self.cursor is not None and self.acked < seq <= self.cursor:
            self.acked = seq
            self.acked_at = self.heard_at
            if self.cursor < self.hub.shown:
                self.wake()

    def _send(self, frame: Send) -> None:
        wait = self._sends.take(self.heard_at)
        if wait and self._is_out_of_patience():
            self.close(TOO_FAST)
        elif wait:
            self._answer(frame.cid, Refused("retry", int(wait * 1000) + 1))
        elif len(frame.body) > self.hub.limits.text:
            self._answer(frame.cid, Refused("too_long"))
        elif not _is_fit(frame):
            self._answer(frame.cid, Refused("forbidden"))
        else:
            self._submit(self._draft(frame), lambda outcome: self._answer(frame.cid, outcome))

    def _is_out_of_patience(self) -> bool:
        self._patience = self._patience or Bucket(1.0, self.hub.limits.patience, self.heard_at)
        return self._patience.take(self.heard_at) > 0

    def _draft(self, frame: Send) -> Draft:
        kind = KINDS[frame.kind]
        target = frame.target if kind.needs_target else None
        reply_to = frame.reply_to if kind.may_reply else None
        pause_s = self.hub.own_pause_s() if kind.is_slowed else 0.0
        return Draft(
            self.room_id, self.person, frame.cid, frame.kind, frame.body, reply_to, target, frame.payload, pause_s
        )

    def _answer(self, cid: str, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            self.reply(protocol.nack(cid, outcome.code, outcome.retry_ms))
        else:
            self.reply(protocol.ok(cid, outcome.seq, outcome.at, outcome.dup))


def _is_fit(frame: Send) -> bool:
    kind = KINDS.get(frame.kind)
    return kind is not None and kind.is_sendable and (bool(frame.body) or not kind.needs_body)

"""What a room allows, the codes with which it closes a socket, and the buckets that count."""

import random
from dataclasses import dataclass

BAD_FRAME = 4400
NOT_SIGNED_IN = 4401
NOT_THIS_ROOM = 4403
SILENT = 4408
TOO_MANY_TABS = 4409
TOO_LARGE = 4413
TOO_FAST = 4429

HEARTBEAT_S = 15.0
HEARTBEAT_SPREAD = 0.2
ACK_SPREAD = 0.2
SILENCE_S = 45.0
# A flush follows the last one after a part more than what that one took, within these bounds.
FLUSH_S = 0.010
SOONEST_FLUSH_S = 0.005
FLUSH_COSTS = 1.5
MEMBERS_PER_FLUSH = 1000
FRAME_EVENTS = 512
FRAME_BYTES = 65_536
RING_EVENTS = 16_384
RING_BYTES = 8 * 1024 * 1024
# A tab that says hello again replaces its own silent older socket instead of counting twice.
GHOST_S = 2.0
# Answers that wait for a reader whose server holds back; then it is closed as silent.
LONGEST_REPLIES = 1000
RESUMES_PER_S = 1.0
RESUMES_BURST = 5.0
# Into all rooms of one process.
JOINS_PER_S = 130.0
JOINS_BURST = 100.0
WAIT_S = 2.0
# Up to so many present are all named, above them so many.
MOST_NAMED = 100
SAMPLE = 20
TYPING_S = 5.0
REACTED_EVENTS = 200
REACTIONS = frozenset("👍👏❤🎉😄🤔🙏✅❌👀🙋")
UNLIMITED = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one room: characters, bytes, frames a second, events and milliseconds."""

    text: int = 2000
    # So many seconds one may change what one has said.
    edit_s: int = 900
    frame: int = 16_384
    frames_per_s: float = 5.0
    burst: float = 10.0
    ack_events: int = 512
    ack_ms: int = 1000
    window_events: int = 8192
    window_bytes: int = 256 * 1024
    tabs: int = 3
    control_per_s: float = 100.0
    control_burst: float = 500.0
    # So many refusals for speed are answered with words; after them the socket closes.
    patience: float = 20.0
    # Above so many people one may say something every `slow_s` seconds.
    slow_above: float = 200
    slow_s: float = 10.0
    joins_are_paced: bool = True

    def as_welcome(self) -> dict[str, int]:
        """The part that clients are told. Whoever got the same frame is told another moment to acknowledge it: a
        thousand acknowledgements in one millisecond would hold up what is to be shown next."""
        names = (
            "text",
            "edit_s",
            "frame",
            "frames_per_s",
            "burst",
            "ack_events",
            "ack_ms",
            "window_events",
            "window_bytes",
        )
        told = {name: int(getattr(self, name)) for name in names}
        spread = random.uniform(1 - ACK_SPREAD, 1 + ACK_SPREAD)  # noqa: S311 - no secret
        return {**told, "ack_ms": int(self.ack_ms * spread)}


NORMAL = Limits()
LIFTED = Limits(
    frames_per_s=UNLIMITED,
    burst=UNLIMITED,
    control_per_s=UNLIMITED,
    control_burst=UNLIMITED,
    patience=UNLIMITED,
    slow_above=UNLIMITED,
    joins_are_paced=False,
)


class Bucket:
    """Counts `rate` tokens a second up to `burst`."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, now

    def take(self, now: float) -> float:
        """Take one token; returns 0.0, or the seconds until there is one (then nothing was taken)."""
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._at) * self._rate)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate

"""Slow mode: in a large room everybody may say something only every few seconds."""

from events.room.kinds import KINDS
from events.room.limits import Limits

# Forgetting who spoke long ago is done rarely: it looks at everybody.
SWEEP_ABOVE = 1000


class SlowMode:
    """`pause_s` is what the chair has set; above a number of people the room's own pause holds where it is longer."""

    def __init__(self, limits: Limits) -> None:
        self.pause_s = 0.0
        self._limits = limits
        self._spoken: dict[int | None, tuple[float, str]] = {}

    def _pause(self, present: int) -> float:
        return max(self.pause_s, self._limits.slow_s if present > self._limits.slow_above else 0.0)

    def pause_ms(self, present: int) -> int:
        """The pause that holds now, in milliseconds; 0: none."""
        return int(self._pause(present) * 1000)

    def wait(self, person: int | None, kind: str, cid: str, present: int, now: float) -> float:
        """Seconds until the person may send this, 0.0: now. The same `cid` again is the same message."""
        pause = self._pause(present)
        if not pause or not KINDS[kind].is_slowed:
            return 0.0
        last, last_cid = self._spoken.get(person, (now - pause, ""))
        if cid != last_cid and now - last < pause:
            return pause - (now - last)
        self._spoken[person] = (now, cid)
        if len(self._spoken) > SWEEP_ABOVE:
            self._spoken = {pid: said for pid, said in self._spoken.items() if now - said[0] < pause}
        return 0.0

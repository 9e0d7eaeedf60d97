"""How many may come in at once: a reconnect of everybody must not stop the talk of those who are here."""

import random

from events.room.limits import JOINS_BURST, JOINS_PER_S, WAIT_S


class Admission:
    """Gives each newcomer of a process a moment to come in: a short one is waited for, a later one is called back."""

    def __init__(self, now: float, rate: float = JOINS_PER_S, burst: float = JOINS_BURST) -> None:
        self._pause, self._credit = 1 / rate, burst / rate
        self._free_at = now - self._credit
        self._called_at = now

    def ask(self, now: float) -> tuple[float, float]:
        """Seconds to wait before coming in, and 0.0; or 0.0, and the seconds after which to come again."""
        moment = max(self._free_at, now - self._credit)
        if moment - now <= WAIT_S:
            self._free_at = moment + self._pause
            return max(0.0, moment - now), 0.0
        # Those who are sent away come back one after the other, when the ones before them are in.
        self._called_at = max(self._called_at, now + WAIT_S) + self._pause
        return 0.0, self._called_at - now - random.uniform(0, WAIT_S / 2)  # noqa: S311 - no secret: it spreads them

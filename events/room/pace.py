"""Slow mode: everybody may say something only every few seconds. When somebody spoke, the log's writer knows."""

from events.room.limits import Limits


class SlowMode:
    """`pause_s` is what the chair has set; above a number of people the room's own pause holds where it is longer."""

    def __init__(self, limits: Limits) -> None:
        self.pause_s = 0.0
        self._limits = limits

    def own_pause_s(self, present: int) -> float:
        """The pause that holds because so many are here; 0.0: none."""
        return self._limits.slow_s if present > self._limits.slow_above else 0.0

    def pause_ms(self, present: int) -> int:
        """The pause that holds now, in milliseconds; 0: none."""
        return int(max(self.pause_s, self.own_pause_s(present)) * 1000)

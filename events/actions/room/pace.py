"""Slow mode: a person's texts come no faster than the pause, by whichever process they come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from events.models import Pace, Room
from events.room.events import Draft
from events.room.kinds import KINDS
from events.room.kinds.moderation import LONGEST_PAUSE_S
from secunity.core.queries import keyed_hash


class Pacing:
    """Who spoke when, of those who want to in this batch; the lock on the room's row is held."""

    def __init__(self, room: Room, drafts: Sequence[Draft], now: datetime) -> None:
        self._room, self._drafts, self._now = room, drafts, now
        self._known: dict[str, datetime] | None = None
        self._spoke: set[str] = set()

    def wait_ms(self, draft: Draft) -> int:
        """Milliseconds until this may be said; 0: now."""
        pause_s = self._pause_s(draft)
        last = self._spoken().get(self._key(draft)) if pause_s else None
        if last is None:
            return 0
        # A process whose clock goes ahead keeps nobody waiting for longer than the pause.
        left_s = min(pause_s, pause_s - (self._now - last).total_seconds())
        return int(left_s * 1000) + 1 if left_s > 0 else 0

    def note(self, draft: Draft) -> None:
        """It was said."""
        if self._pause_s(draft):
            key = self._key(draft)
            self._spoken()[key] = self._now
            self._spoke.add(key)

    def write(self) -> None:
        """Remember who spoke, and forget those for whom every pause is over."""
        if self._spoke:
            rows = [Pace(room=self._room, key=key, at=self._now) for key in sorted(self._spoke)]
            Pace.objects.bulk_create(rows, update_conflicts=True, update_fields=["at"], unique_fields=["room", "key"])
            Pace.objects.filter(room=self._room, at__lt=self._now - timedelta(seconds=LONGEST_PAUSE_S)).delete()

    def _pause_s(self, draft: Draft) -> float:
        return max(self._room.pause_s, draft.pause_s) if _is_slowed(draft) else 0.0

    def _spoken(self) -> dict[str, datetime]:
        if self._known is None:
            keys = {self._key(draft) for draft in self._drafts if _is_slowed(draft)}
            rows = Pace.objects.filter(room=self._room, key__in=keys)
            self._known = dict(rows.values_list("key", "at"))
        return self._known

    def _key(self, draft: Draft) -> str:
        return keyed_hash(f"{self._room.pk} {draft.actor.id}", "pace")


def _is_slowed(draft: Draft) -> bool:
    kind = KINDS.get(draft.kind)
    return kind is not None and kind.is_slowed

"""Group commit: whatever arrived while the last commit ran goes into the next one, in order."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence

from events.room.events import Draft, Event, Outcome, Refused, Stored

LARGEST_BATCH = 500
LONGEST_QUEUE = 5000
BUSY = Refused("room_busy", 1000)

logger = logging.getLogger(__name__)

Deliver = Callable[[Outcome], None]
Commit = Callable[[Sequence[Draft]], Awaitable[Sequence[Outcome]]]


class Committer:
    """The only writer of a process. `commit` returns after the commit; then outcomes are told, then events shown."""

    def __init__(self, commit: Commit, publish: Callable[[int, list[Event]], None]) -> None:
        self._commit, self._publish = commit, publish
        self._waiting: deque[tuple[Draft, Deliver]] = deque()
        self._work: asyncio.Task[None] | None = None
        # Drafts of each room that are on their way.
        self._rooms: Counter[int] = Counter()

    def submit(self, draft: Draft, deliver: Deliver) -> None:
        """Queue a draft; `deliver` is called with what came of it. A full queue refuses at once."""
        if len(self._waiting) >= LONGEST_QUEUE:
            deliver(BUSY)
            return
        self._waiting.append((draft, deliver))
        self._rooms[draft.room_id] += 1
        if self._work is None:
            self._work = asyncio.get_running_loop().create_task(self._run())

    def has(self, room_id: int) -> bool:
        """Whether something for this room is on its way into the log."""
        return self._rooms[room_id] > 0

    async def _run(self) -> None:
        try:
            # What has come in the same moment is read before: no delay, but one commit instead of two.
            await asyncio.sleep(0)
            while self._waiting:
                count = min(len(self._waiting), LARGEST_BATCH)
                await self._commit_batch([self._waiting.popleft() for _ in range(count)])
        finally:
            self._work = None

    async def _commit_batch(self, batch: list[tuple[Draft, Deliver]]) -> None:
        drafts = [draft for draft, _ in batch]
        try:
            outcomes = await self._commit(drafts)
        except Exception:
            # The database is busy, full or gone. Nothing is acknowledged; the clients keep and send again.
            logger.exception("A batch of %d room events was not committed", len(drafts))
            outcomes = [BUSY] * len(drafts)
        self._rooms -= Counter(draft.room_id for draft in drafts)
        for (_, deliver), outcome in zip(batch, outcomes, strict=True):
            deliver(outcome)
        for room_id, events in _by_room(drafts, outcomes).items():
            self._publish(room_id, events)


def _by_room(drafts: Sequence[Draft], outcomes: Sequence[Outcome]) -> dict[int, list[Event]]:
    rooms: dict[int, list[Event]] = {}
    for draft, outcome in zip(drafts, outcomes, strict=True):
        if isinstance(outcome, Stored):
            shown = [*([outcome.event] if outcome.event is not None else []), *outcome.more]
            rooms.setdefault(draft.room_id, []).extend(shown)
    return {room_id: events for room_id, events in rooms.items() if events}

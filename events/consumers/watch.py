"""Sockets outlive sign-out and lost roles: looks again, at once when told, and regularly in any case."""

import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from events.consumers.changes import AccessChanges, read_access_changes
from events.consumers.entry import Entry, enter, gone
from events.room.connection import Connection
from events.room.events import Person
from events.room.limits import HEARTBEAT_S, NOT_SIGNED_IN

# Signed out or switched off: asked for everybody together. Roles: asked person by person, so more rarely.
FULL_LOOK_S = 4 * HEARTBEAT_S
CHANGED = 1000
# Whose rights have changed comes back with the new ones, not all in one moment.
COME_BACK_S = 3.0

logger = logging.getLogger(__name__)
Read = Callable[..., Awaitable[Any]]


@dataclass(slots=True, eq=False)
class Visit:
    """A socket and what its person came in with."""

    connection: Connection
    key: str
    user_id: int
    person: Person
    standing: frozenset[str]
    look_at: float


class Watch:
    """The visits of one event loop."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._visits: set[Visit] = set()
        self._look_at = 0.0
        self._changes = AccessChanges()

    def begin(self, connection: Connection, key: str, entry: Entry) -> Visit:
        """A socket has come in through the door."""
        spread = FULL_LOOK_S * random.uniform(0.75, 1.25)  # noqa: S311 - no secret: it spreads the work
        visit = Visit(connection, key, entry.user_id, entry.person, entry.standing, time.monotonic() + spread)
        self._visits.add(visit)
        return visit

    def end(self, visit: Visit) -> None:
        """The socket is gone."""
        self._visits.discard(visit)

    async def look_at_person(self, user_id: int) -> None:
        """Something about this person has changed."""
        await self._look([visit for visit in self._visits if visit.user_id == user_id])

    async def look_around(self) -> None:
        """Once a second: whose access has changed, and whoever's turn it is."""
        for person_id in self._changes.fresh(await self._read(read_access_changes)):
            await self.look_at_person(person_id)
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + HEARTBEAT_S
            await self._close_gone()
        due = [visit for visit in self._visits if now >= visit.look_at]
        await self._look(due)

    async def _close_gone(self) -> None:
        visits = list(self._visits)
        lost = await self._read(gone, [(visit.key, visit.user_id) for visit in visits])
        for visit in visits:
            if (visit.key, visit.user_id) in lost:
                visit.connection.close(NOT_SIGNED_IN)

    async def _look(self, visits: list[Visit]) -> None:
        for visit in visits:
            visit.look_at = time.monotonic() + FULL_LOOK_S
            try:
                entry = await self._read(enter, visit.key, visit.connection.hub.slug)
            except Exception:
                # The database is busy or gone: nobody is thrown out for that, and the next look asks again.
                logger.exception("A session could not be looked at again")
                continue
            self._judge(visit, entry)

    def _judge(self, visit: Visit, entry: Entry | int) -> None:
        if isinstance(entry, int):
            visit.connection.close(entry)
        elif (entry.person, entry.standing) != (visit.person, visit.standing):
            visit.connection.bye(CHANGED, random.uniform(0, COME_BACK_S), CHANGED)  # noqa: S311 - no secret

"""The threads in which an event loop's rooms ask the database."""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import DatabaseError, connection

THREADS = 2
# A connection is kept so long; a database that was put in the old one's place is noticed at once, or after it.
KEPT_S = 5.0

T = TypeVar("T")


class _Kept(threading.local):
    """Since when this thread keeps its connection, and to which file."""

    since: float = 0.0
    file: tuple[int, int] | None = None


_mine = _Kept()


class Readers:
    """Own threads: a slow page must not hold up a room. Each keeps its connection for some seconds: to open one, SQLite
    reads the whole schema, which costs more than twenty questions."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pools = [ThreadPoolExecutor(1, f"room-reader-{number}") for number in range(THREADS)]
        self._asked = [0] * THREADS
        self._rests_at: list[float | None] = [None] * THREADS

    async def ask(self, function: Callable[..., T], *args: Any, **options: Any) -> T:
        """What a blocking function finds in the database."""
        number = self._asked.index(min(self._asked))
        self._asked[number] += 1
        self._rests_at[number] = self._loop.time() + KEPT_S
        try:
            return await self._loop.run_in_executor(self._pools[number], partial(_ask, function, *args, **options))
        finally:
            self._asked[number] -= 1

    async def rest(self) -> None:
        """Now and then: close what nobody has used for a while."""
        for number, pool in enumerate(self._pools):
            moment = self._rests_at[number]
            if moment is not None and self._loop.time() > moment and not self._asked[number]:
                self._rests_at[number] = None
                await self._loop.run_in_executor(pool, _close)

    def shutdown(self) -> None:
        """Close everything."""
        for pool in self._pools:
            pool.submit(_close)
            pool.shutdown()


def _ask(function: Callable[..., T], *args: Any, **options: Any) -> T:
    is_kept = _keep_or_close()
    try:
        return function(*args, **options)
    except DatabaseError:
        if not is_kept or connection.in_atomic_block or connection.is_usable():
            connection.close()
            raise
    # The database has been started anew since.
    connection.close()
    _keep_or_close()
    return function(*args, **options)


def _close() -> None:
    # In its own thread: every thread has another connection under this name.
    connection.close()


def _keep_or_close() -> bool:
    """Whether this thread's connection is one of before that still holds."""
    file, now = _database_file(), time.monotonic()
    if connection.connection is not None:
        if _mine.file == file and now - _mine.since < KEPT_S:
            return True
        connection.close()
    _mine.file, _mine.since = file, now
    return False


def _database_file() -> tuple[int, int] | None:
    """Which file the database is now; None where it is no file."""
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except (OSError, TypeError, ValueError):
        return None
    return found.st_dev, found.st_ino

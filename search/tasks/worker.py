"""The thread that writes the index."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from search.queries.index import engine
from search.tasks.drain import drain_index_jobs
from search.tasks.lock import writer_lock
from search.tasks.rebuild import rebuild_index

POLL_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0

logger = logging.getLogger(__name__)
_woken = threading.Event()
_starting = threading.Lock()
_worker: "IndexWorker | None" = None


def start_index_worker() -> "IndexWorker":
    """Start the one thread of this process that writes the index, if it does not run yet."""
    global _worker
    with _starting:
        if _worker is None or not _worker.is_alive():
            _worker = IndexWorker(follow_outbox)
            _worker.start()
        return _worker


def stop_index_worker(*, seconds: float) -> None:
    """Let this process write the index no more, and wait up to `seconds` for what it writes now."""
    if _worker is not None:
        _worker.stop(seconds)


def wake_index_worker() -> None:
    """Let the worker of this process, if there is one, look at the outbox at once."""
    _woken.set()


def follow_outbox() -> None:
    """Write what waits, and the whole index where it is missing or made by another analysis.

    Does nothing while another process is writing; raises what database and engine raise.
    """
    with writer_lock() as is_mine:
        if is_mine:
            if engine().needs_rebuild:
                rebuild_index()
            drain_index_jobs()


class IndexWorker(threading.Thread):
    """Calls `follow` when woken, else twice a second; after a failure it waits longer, up to half a minute."""

    def __init__(self, follow: Callable[[], None]) -> None:
        super().__init__(name="index-worker", daemon=True)
        self._follow = follow
        self._is_ending = False

    def run(self) -> None:
        """Follow until told to stop."""
        pause = POLL_SECONDS
        while not self._is_ending:
            try:
                self._follow()
                pause = POLL_SECONDS
            except Exception:
                logger.exception("The search index is behind; next attempt in %s seconds", pause)
                connection.close()
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            _woken.wait(pause)
            _woken.clear()

    def stop(self, seconds: float | None = None) -> None:
        """End after what is being written now; waits for it, at most `seconds`."""
        self._is_ending = True
        wake_index_worker()
        self.join(seconds)

"""What search does when something public changed."""

import time
from collections.abc import Callable, Collection

from django.db import transaction

from search.models import IndexJob
from search.queries.index import EngineName, engine
from search.tasks import count_pending, follow_outbox, rebuild_index, recall_mails, wake_index_worker, writer_lock

LONGEST_WAIT_SECONDS = 600.0
STEP_SECONDS = 0.2
# Called with the number of things still to be written.
Progress = Callable[[int], None]


class IndexLateError(Exception):
    """Whoever writes the index did not finish in time; the outbox keeps what is left."""


def queue_index_jobs(*, kind: str, keys: Collection[str]) -> None:
    """Note in the caller's transaction that things changed; the index follows once it is committed.

    Mails that tell of them as they were and wait to be sent are taken back.
    """
    IndexJob.objects.raise_versions(kind, keys)
    recall_mails(kind, keys)
    transaction.on_commit(wake_index_worker)


def bring_index_up_to_date(*, progress: Progress, seconds: float | None = None) -> None:
    """Return once everything committed so far can be found: written here, or by the hub that is running.

    Calls `progress` with the number of things still to be written. Raises IndexLateError after `seconds` (ten
    minutes if not given).
    """
    deadline = time.monotonic() + (LONGEST_WAIT_SECONDS if seconds is None else seconds)
    while True:
        follow_outbox()
        left = count_pending()
        if not left and not engine().needs_rebuild:
            return
        progress(left)
        _wait_until(deadline)


def remake_index(
    *, progress: Callable[[int, int], None], seconds: float | None = None, name: EngineName | None = None
) -> int:
    """Make an engine's index anew, by default that of the one in use, and return the number of its documents.

    Calls `progress` with the number read so far and that of all. Raises IndexLateError if others write for longer
    than `seconds`.
    """
    deadline = time.monotonic() + (LONGEST_WAIT_SECONDS if seconds is None else seconds)
    while True:
        with writer_lock() as is_mine:
            if is_mine:
                rebuild_index(progress, name)
                return len(engine(name).versions())
        _wait_until(deadline)


def _wait_until(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise IndexLateError
    time.sleep(STEP_SECONDS)

"""One writer at a time, across processes: what is built from the database first is also written first."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def writer_lock() -> Iterator[bool]:
    """Yield whether this process may write the index now; the lock ends with the block, or with the process."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

"""What this machine has seen of each room, kept outside the database: so a restored database is noticed."""

import json
import os
import threading
from pathlib import Path


class SeenHeads:
    """Epoch and highest committed seq per room, in memory and in `file`.

    A database that knows less than was seen under the same epoch is an older one: its epochs must change.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[str, int]] = _read(file)
        self._unsaved: set[str] = set()

    def seen(self, slug: str) -> tuple[str, int]:
        """Epoch and head as seen last; ("", 0) for an unknown room. Ask before reading the database."""
        return self._seen.get(slug, ("", 0))

    def note(self, slug: str, epoch: str, head: int) -> None:
        """The database has committed `head` under `epoch`."""
        with self._lock:
            known_epoch, known_head = self.seen(slug)
            if known_epoch != epoch or known_head < head:
                self._seen[slug] = (epoch, head)
                self._unsaved.add(slug)

    def save(self) -> None:
        """Write what is new into the file; other processes on this machine write into it too."""
        with self._lock:
            if not self._unsaved:
                return
            kept = {**self._seen, **_read(self._file), **{slug: self._seen[slug] for slug in self._unsaved}}
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(kept))
            draft.replace(self._file)
            self._unsaved.clear()


def _read(file: Path) -> dict[str, tuple[str, int]]:
    try:
        return {slug: (str(epoch), int(head)) for slug, (epoch, head) in json.loads(file.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        # No file yet, or one cut off by a crash: then nothing was seen, which only makes the guard weaker.
        return {}

"""What this machine has seen of each room, kept outside the database: so a restored database is noticed."""

import json
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
        self._is_saved = True

    def seen(self, slug: str) -> tuple[str, int]:
        """Epoch and head as seen last; ("", 0) for an unknown room. Ask before reading the database."""
        return self._seen.get(slug, ("", 0))

    def note(self, slug: str, epoch: str, head: int) -> None:
        """The database has committed `head` under `epoch`."""
        with self._lock:
            known_epoch, known_head = self.seen(slug)
            if known_epoch != epoch or known_head < head:
                self._seen[slug] = (epoch, head)
                self._is_saved = False

    def save(self) -> None:
        """Write the file if something is new."""
        with self._lock:
            if self._is_saved:
                return
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".new")
            draft.write_text(json.dumps(self._seen))
            draft.replace(self._file)
            self._is_saved = True


def _read(file: Path) -> dict[str, tuple[str, int]]:
    try:
        return {slug: (str(epoch), int(head)) for slug, (epoch, head) in json.loads(file.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        # No file yet, or one cut off by a crash: then nothing was seen, which only makes the guard weaker.
        return {}

"""The engine of this hub."""

import threading
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

_lock = threading.Lock()
_opened: dict[Path, Engine] = {}


def engine() -> Engine:
    """The engine over this hub's index, opened once a process."""
    folder = Path(settings.SEARCH_INDEX_DIR)
    opened = _opened.get(folder)
    return opened if opened is not None else _open(folder)


def _open(folder: Path) -> Engine:
    with _lock:
        if folder not in _opened:
            _opened[folder] = EmbeddedEngine(folder)
        return _opened[folder]

"""The engine of this hub, with the synonyms that people keep."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings

from search.analysis.synonyms import Entry, Synonyms
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine

EngineName = Literal["embedded", "elasticsearch"]
SYNONYMS_KEPT_SECONDS = 5.0

_lock = threading.Lock()
_opened: dict[tuple[str, ...], Engine] = {}


@dataclass(frozen=True)
class SynonymSource:
    """A table of synonyms that changes: `version` is cheap and differs after every change, `entries` reads it all."""

    version: Callable[[], Hashable]
    entries: Callable[[], Iterable[Entry]]


@dataclass
class _Taken:
    """The source, when it was last asked, and what every engine uses of it now."""

    source: SynonymSource | None = None
    asked_at: float = 0.0
    version: Hashable = None
    synonyms: Synonyms | None = None


_taken = _Taken()


def engine(name: EngineName | None = None) -> Engine:
    """The engine over this hub's index, opened once a process; by default the one that the settings choose."""
    key = _key(name or configured_engine())
    opened = _opened.get(key)
    ready = opened if opened is not None else _open(key)
    synonyms = current_synonyms()
    if synonyms is not None and ready.synonyms is not synonyms:
        ready.synonyms = synonyms
    return ready


def configured_engine() -> EngineName:
    """Which engine answers this hub's questions."""
    return "elasticsearch" if settings.ELASTICSEARCH_URL else "embedded"


def register_synonyms(source: SynonymSource) -> None:
    """Let the engine take its synonyms from this source; it follows changes within five seconds."""
    _taken.source, _taken.asked_at, _taken.synonyms = source, 0.0, None


def current_synonyms() -> Synonyms | None:
    """The words that people keep, as every engine uses them now; None where nothing is registered."""
    source = _taken.source
    if source is None or time.monotonic() - _taken.asked_at < SYNONYMS_KEPT_SECONDS:
        return _taken.synonyms
    with _lock:
        _taken.asked_at = time.monotonic()
        version = source.version()
        if _taken.synonyms is None or version != _taken.version:
            _taken.synonyms, _taken.version = Synonyms(source.entries()), version
        return _taken.synonyms


def _key(name: EngineName) -> tuple[str, ...]:
    if name == "elasticsearch":
        return (name, settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX)
    return (name, str(Path(settings.SEARCH_INDEX_DIR)))


def _open(key: tuple[str, ...]) -> Engine:
    with _lock:
        if key not in _opened:
            _opened[key] = _make(*key)
        return _opened[key]


def _make(name: str, place: str, index: str = "") -> Engine:
    if name == "elasticsearch":
        # Imported only where it is used: the client takes as long to load as the rest of a small command.
        from search.engines.elastic import ElasticEngine

        return ElasticEngine(place, index)
    return EmbeddedEngine(Path(place))

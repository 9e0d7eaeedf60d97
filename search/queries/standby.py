"""When the engine is away: the newest public things, in memory, answer in its place."""

import logging
import threading
import time
from collections.abc import Iterator
from itertools import islice

from search.engines.base import Document, Engine, EngineError, Query, Result
from search.engines.embedded import EmbeddedEngine
from search.queries.index import engine
from search.queries.sources import documents, sources

NEWEST_OF_EACH_KIND = 300
KEPT_SECONDS = 300.0
# An engine that failed is left alone for so long, so that not every reader waits for it.
REST_SECONDS = 2.0

logger = logging.getLogger(__name__)


class _Standby:
    """The engine in memory, made when it is needed and again when it is old."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._engine: Engine | None = None
        self._made_at = 0.0

    def engine(self) -> Engine:
        """The newest things as of at most five minutes ago."""
        with self._making:
            if self._engine is None or time.monotonic() - self._made_at > KEPT_SECONDS:
                made = EmbeddedEngine(synonyms=engine().synonyms)
                made.rebuild(_newest())
                self._engine, self._made_at = made, time.monotonic()
            return self._engine

    def forget(self) -> None:
        """Begin anew at the next need."""
        self._engine = None


class _Rest:
    until = 0.0


_standby = _Standby()
_rest = _Rest()


def ask(query: Query, facet_keys: tuple[str, ...] = ()) -> tuple[Result, bool]:
    """The answer, and whether only the newest things were asked because the engine is away."""
    if time.monotonic() >= _rest.until:
        try:
            result = engine().search(query, facet_keys)
        except (EngineError, OSError) as error:
            logger.warning("The search engine is away; the newest things answer for it: %s", error)
            _rest.until = time.monotonic() + REST_SECONDS
        else:
            _standby.forget()
            return result, False
    return _standby.engine().search(query, facet_keys), True


def _newest() -> Iterator[Document]:
    for source in sources():
        keys = list(islice(source.newest_keys(), NEWEST_OF_EACH_KIND))
        yield from documents(source.kind, keys)

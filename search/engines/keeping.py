"""A lexicon that follows its index: built when first needed, built again when it may be out of date."""

import contextlib
import threading
import time
from collections.abc import Callable, Mapping

from search.analysis.synonyms import Synonyms
from search.engines.lexicon import Lexicon

KEPT_SECONDS = 60.0
# A lexicon that takes longer is made beside the questions, which go on with the one before.
LONGEST_WAIT_SECONDS = 0.1


class LexiconKeeper:
    """Hands out the lexicon of one index. `count` reads the index's terms; what it raises leaves the older lexicon."""

    def __init__(self, count: Callable[[], Mapping[str, int]]) -> None:
        self._count = count
        self._making = threading.Lock()
        self._kept: Lexicon | None = None
        self._synonyms: Synonyms | None = None
        self._made_at = self._took = 0.0
        self._is_outdated = False

    def outdated(self) -> None:
        """The index changed."""
        self._is_outdated = True

    def get(self, synonyms: Synonyms) -> Lexicon:
        """The lexicon of the index and these synonyms."""
        is_fresh = self._synonyms is synonyms and not self._is_outdated
        if self._kept and is_fresh and time.monotonic() - self._made_at < KEPT_SECONDS:
            return self._kept
        if self._kept is None or self._took < LONGEST_WAIT_SECONDS:
            return self._make(synonyms)
        threading.Thread(target=self._make, args=(synonyms,), name="lexicon", daemon=True).start()
        return self._kept

    def _make(self, synonyms: Synonyms) -> Lexicon:
        # One at a time; whoever comes meanwhile takes what there is.
        if not self._making.acquire(blocking=self._kept is None) and self._kept:
            return self._kept
        try:
            started = time.monotonic()
            self._is_outdated = False
            counts: Mapping[str, int] = {}
            with contextlib.suppress(Exception):
                counts = self._count()
            self._kept = Lexicon(counts, synonyms.words)
            self._synonyms, self._made_at = synonyms, time.monotonic()
            self._took = self._made_at - started
            return self._kept
        finally:
            self._making.release()

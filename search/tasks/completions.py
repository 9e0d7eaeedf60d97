"""The tables of completions of this process: made anew outside of requests whenever public content has changed."""

import logging
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from search.engines.completion import Completion, Completions
from search.queries.completions import completions_of, is_still_public
from secunity.core.queries import content_version

MOST_SHOWN = 8
# The index, and what people ask, may change without saying so to this process.
KEPT_SECONDS = 60.0
# Between two makings: content that changes every second must not keep a processor busy with this.
PAUSE_SECONDS, PAUSE_TIMES = 2.0, 10

logger = logging.getLogger(__name__)
_wanted = threading.Event()
_starting = threading.Lock()


class Tables(NamedTuple):
    """Completions by language, of which content and when they were made."""

    version: int
    made_at: float
    by_language: Mapping[str, Completions]

    @property
    def is_old(self) -> bool:
        """Whether something may have changed that does not change the content's version."""
        return time.monotonic() - self.made_at > KEPT_SECONDS


_tables: Tables | None = None
_keeper: threading.Thread | None = None


def complete(typed: str, language: str, limit: int = MOST_SHOWN) -> tuple[list[Completion], bool]:
    """The best completions of what was typed so far, for readers of `language`, and whether they are those of the
    present content.

    Where this process keeps the tables, no question waits for them: until they are made there are no completions, and
    those of older content are held against the present one by one, so that nothing withdrawn is shown.
    """
    if not typed.strip():
        return [], True
    version, tables = content_version(), _tables
    is_fresh = tables is not None and tables.version == version and not tables.is_old
    if not is_fresh and not is_kept():
        tables, is_fresh = renew_completions(), True
    if not is_fresh:
        _wanted.set()
    if tables is None:
        return [], False
    found = tables.by_language[language]
    if is_fresh:
        return found.complete(typed, limit), True
    return found.complete(typed, limit, lambda each: is_still_public(each, language)), False


def renew_completions() -> Tables:
    """Make the tables from the present content; those in use answer until then."""
    global _tables
    version = content_version()
    made = completions_of([code for code, _name in settings.LANGUAGES])
    _tables = Tables(version, time.monotonic(), made)
    return _tables


def keep_completions() -> None:
    """Let a thread of this process make the tables at once, and again when a question finds them old."""
    global _keeper
    with _starting:
        if not is_kept():
            _keeper = threading.Thread(target=_keep, name="completions", daemon=True)
            _keeper.start()


def is_kept() -> bool:
    """Whether a thread of this process makes the tables."""
    return _keeper is not None and _keeper.is_alive()


def _keep() -> None:
    while True:
        _wanted.clear()
        began = time.monotonic()
        try:
            renew_completions()
        except Exception:
            logger.exception("The completions were not made; they will be tried again")
        finally:
            connection.close()
        time.sleep(max(PAUSE_SECONDS, PAUSE_TIMES * (time.monotonic() - began)))
        _wanted.wait()

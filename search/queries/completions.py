"""What a question may go on with, from what everybody may read: words of the index, and titles."""

import threading
import time
from collections.abc import Iterator

from practices.models import CaseText
from practices.queries import live_practices
from search.engines.base import EngineError
from search.engines.completion import Completion, Completions, term_completions
from search.queries.cases import newest_versions
from search.queries.index import engine
from secunity.core.queries import content_version

MOST_TITLES = 2000
MOST_SHOWN = 8
# A title is a whole way to a thing; of words that begin alike the frequent ones come first.
TITLE_WEIGHT = 0.05
# The index may take something in without saying so to this process.
KEPT_SECONDS = 60.0

_making = threading.Lock()
_made: dict[str, tuple[int, float, Completions]] = {}


def complete(typed: str, language: str, limit: int = MOST_SHOWN) -> list[Completion]:
    """The best completions of what was typed so far, for readers of `language`; nothing for nothing."""
    return _completions(language).complete(typed, limit) if typed.strip() else []


def _completions(language: str) -> Completions:
    """Those of the present content: what was withdrawn completes nothing from the next question on."""
    version = content_version()
    kept = _made.get(language)
    if kept and kept[0] == version and time.monotonic() - kept[1] < KEPT_SECONDS:
        return kept[2]
    with _making:
        made = Completions((*_terms(), *_titles(language)))
        _made[language] = (version, time.monotonic(), made)
    return made


def _terms() -> Iterator[Completion]:
    """The index's own words; none while it is away."""
    try:
        vocabulary = engine().vocabulary()
    except (EngineError, OSError):
        return
    yield from term_completions(vocabulary)


def _titles(language: str) -> Iterator[Completion]:
    versions = newest_versions()[:MOST_TITLES].values("pk")
    cases = CaseText.objects.filter(version__in=list(versions.values_list("pk", flat=True)), language=language)
    titles = (*cases.values_list("title", flat=True), *live_practices(language).values_list("title", flat=True))
    yield from (Completion(title, "title", TITLE_WEIGHT) for title in titles)

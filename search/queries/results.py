"""Ask the engine, and answer with what the database confirms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.engines.base import EngineError, FacetCount, Query
from search.queries.index import engine
from search.queries.items import Item, items_of_hits

# So many documents are looked at one by one; deeper pages are left to filters.
DEEPEST = 20_000


@dataclass(frozen=True)
class Found:
    """A page of items with the exact total and the counts by facet; `is_away` if there is no index to ask yet."""

    total: int = 0
    items: tuple[Item, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] | None = None
    relaxation: str = ""
    is_away: bool = False

    def counts(self, key: str) -> dict[str, int]:
        """Count by value of one facet."""
        return {each.value: each.count for each in (self.facets or {}).get(key, ())}


@dataclass(frozen=True)
class Relaxation:
    """What one would find without one value of a filter."""

    parameter: str
    value: str
    total: int


def find(query: Query, facet_keys: Sequence[str] = ()) -> Found:
    """The answer to a query. A hit that the public may no longer see is left out, and the total is less by it."""
    depth = query.page * query.size
    asked = query if depth <= DEEPEST else replace(query, page=1, size=1)
    # Without words everything is equally relevant.
    asked = asked if asked.text else replace(asked, sort="newest")
    try:
        index = engine()
        result = index.search(asked, facet_keys)
        if not result.total and index.needs_rebuild:
            return Found(is_away=True)
    except (EngineError, OSError):
        return Found(is_away=True)
    items = items_of_hits(result.hits)
    gone = len(result.hits) - len(items)
    shown = items if depth <= DEEPEST else []
    return Found(result.total - gone, tuple(shown), result.facets, result.relaxation)


def count(query: Query) -> int:
    """How many things a query finds."""
    try:
        return engine().search(replace(query, page=1, size=1)).total
    except (EngineError, OSError):
        return 0


def relaxations(query: Query) -> list[Relaxation]:
    """Each value of a filter whose removal would find something, with how much; the most first."""
    found = []
    for key, values in query.filters.items():
        for value in values:
            kept = tuple(other for other in values if other != value)
            wider = {**query.filters, key: kept} if kept else {k: v for k, v in query.filters.items() if k != key}
            total = count(replace(query, filters=wider))
            if total:
                found.append(Relaxation(key, value, total))
    return sorted(found, key=lambda each: -each.total)

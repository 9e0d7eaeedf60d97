"""Ask the engine, and answer with what the database confirms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from search.engines.base import Correction, EngineError, FacetCount, Query
from search.queries.index import engine
from search.queries.items import Item, items_of_hits
from search.queries.recognition import preferred
from search.queries.standby import ask

# So many documents are looked at one by one; deeper pages are left to filters.
DEEPEST = 20_000
BATCH = 100


@dataclass(frozen=True)
class Found:
    """A page of items with the exact total and the counts by facet.

    `also` are further items that have only some of the words; they are not in the total.
    `is_away`: there is no index to ask yet. `is_reduced`: the engine is away, and only the newest things were asked.
    """

    total: int = 0
    items: tuple[Item, ...] = ()
    also: tuple[Item, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] | None = None
    relaxation: str = ""
    is_away: bool = False
    is_reduced: bool = False
    corrections: tuple[Correction, ...] = ()

    def counts(self, key: str) -> dict[str, int]:
        """Count by value of one facet."""
        return {each.value: each.count for each in (self.facets or {}).get(key, ())}


def find(query: Query, facet_keys: Sequence[str] = ()) -> Found:
    """The answer to a query. A hit that the public may no longer see is left out, and the total is less by it."""
    depth = query.page * query.size
    asked = query if depth <= DEEPEST else replace(query, page=1, size=1)
    result, is_reduced = ask(_ranked(asked), tuple(facet_keys))
    if not result.total and not is_reduced and _waits_for_filling():
        return Found(is_away=True)
    items = items_of_hits(result.hits)
    gone = len(result.hits) - len(items)
    also = items_of_hits(result.also)
    shown = items if depth <= DEEPEST else []
    return Found(
        total=result.total - gone,
        items=tuple(shown),
        also=tuple(also),
        facets=result.facets,
        relaxation=result.relaxation,
        is_reduced=is_reduced,
        corrections=result.corrections,
    )


def count(query: Query) -> int:
    """How many things a query finds."""
    return ask(replace(query, page=1, size=1))[0].total


def every_item(query: Query) -> Iterator[Item]:
    """The whole result in its order, as far as the public may still see it. Raises EngineError."""
    hits = engine().every(_ranked(query))
    while batch := list(islice(hits, BATCH)):
        yield from items_of_hits(batch)


def similar_items(
    key: str, language: str, kinds: Sequence[str] = (), limit: int = 3
) -> list[tuple[Item, tuple[str, ...]]]:
    """What is about the same as a document, across kinds, each with the words both have; nothing while it is away."""
    try:
        hits = engine().similar(key, kinds, limit, language)
    except (EngineError, OSError):
        return []
    shared = {(hit.kind, hit.id): hit.shared for hit in hits}
    return [(item, shared[item.kind, item.id]) for item in items_of_hits(hits)]


def _ranked(query: Query) -> Query:
    """The query with what ranks higher for it. Without words everything is equally relevant."""
    if not query.text:
        return replace(query, sort="newest")
    return query if query.sort == "newest" else replace(query, preferred=preferred(query))


def _waits_for_filling() -> bool:
    try:
        return engine().needs_rebuild
    except (EngineError, OSError):
        return False

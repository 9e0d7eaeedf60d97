"""One search: the page of hits, its exact total and its facets, from one view of the index."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import tantivy

from search.engines.base import KIND, FacetCount, Hit, Query, Result
from search.engines.embedded.schema import SEPARATOR, from_tantivy
from search.engines.embedded.translate import Translator
from search.engines.highlight import Marker
from search.engines.records import hit_of, without
from search.engines.understanding import Understanding, Way, first_that_finds, way_to_fill

_MOST_FACET_VALUES = 10_000
_STEP = 500


class _Page(NamedTuple):
    """The exact number of matches, and the scores and addresses of one page of them."""

    total: int
    hits: list[tuple[float, tantivy.DocAddress]]


class Search:
    """Answers one query on one searcher."""

    def __init__(
        self, searcher: tantivy.Searcher, translator: Translator, understanding: Understanding, query: Query
    ) -> None:
        self._searcher = searcher
        self._translator = translator
        self._meant = understanding
        self._query = query
        self._filters = query.all_filters

    def result(self, facet_keys: Sequence[str]) -> Result:
        """The answer, with these facets counted."""
        way, page = self._first_way()
        hits = tuple(self._hits(way, page))
        relaxation = way.relaxation if way else ""
        facets = self._facets(way, facet_keys)
        return Result(page.total, hits, self._also(way, hits), facets, relaxation, self._meant.corrections)

    def every(self) -> Iterator[Hit]:
        """Every hit in order."""
        way, _first = self._first_way()
        offset = 0
        while (page := self._page(way, offset, _STEP)).hits:
            yield from self._hits(way, page)
            offset += _STEP

    def _also(self, way: Way | None, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        size = self._query.window[1]
        wider = way_to_fill(self._meant, way, self._query, len(hits))
        return without(hits, self._hits(wider, self._page(wider, 0, size)), size) if wider else ()

    def _hits(self, way: Way | None, page: _Page) -> Iterator[Hit]:
        marker = Marker(self._meant.plan)
        for score, address in page.hits:
            record = from_tantivy(self._searcher.doc(address), self._query.language)
            yield hit_of(record, score, self._query, marker, way.relaxation if way else "")

    def _first_way(self) -> tuple[Way | None, _Page]:
        window = self._query.window
        return first_that_finds(self._meant.ways, lambda way: self._page(way, *window), self._is_found_without_filters)

    def _filtered(self, way: Way | None, without: str = "") -> tantivy.Query:
        filters = {key: values for key, values in self._filters.items() if key != without}
        return self._translator.filtered(self._translator.way(way) if way else None, self._meant.plan, filters)

    def _page(self, way: Way | None, offset: int, size: int) -> _Page:
        query = self._filtered(way)
        if self._query.sort == "newest" or way is None:
            found = self._searcher.search(query, limit=size, offset=offset, order_by_field="sort_date")
            return _Page(_total(found), [(0.0, address) for _, address in found.hits])
        ranked = self._translator.preferring(query, self._query.preferred)
        found = self._searcher.search(ranked, limit=size, offset=offset)
        return _Page(_total(found), list(found.hits))

    def _is_found_without_filters(self, way: Way) -> bool:
        if not (self._query.narrowing or self._meant.plan.excluded):
            return False
        only_kinds = {KIND: self._query.kinds} if self._query.kinds else {}
        asked = self._translator.filtered(self._translator.way(way), replace(self._meant.plan, excluded=()), only_kinds)
        return _total(self._searcher.search(asked, limit=1)) > 0

    def _facets(self, way: Way | None, keys: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
        """The counts of each facet; those without a selection share one pass over the index."""
        shared = self._counts(way) if any(key not in self._filters for key in keys) else {}
        counts = {key: self._counts(way, without=key) if key in self._filters else shared for key in keys}
        return {key: tuple(counts[key].get(key, ())) for key in keys}

    def _counts(self, way: Way | None, without: str = "") -> dict[str, list[FacetCount]]:
        aggregation = {"facets": {"terms": {"field": "facets", "size": _MOST_FACET_VALUES}}}
        answer = self._searcher.aggregate(self._filtered(way, without), aggregation)
        counts: dict[str, list[FacetCount]] = {}
        for bucket in answer["facets"]["buckets"]:
            key, value = bucket["key"].split(SEPARATOR, 1)
            counts.setdefault(key, []).append(FacetCount(value, bucket["doc_count"]))
        return counts


def _total(found: Any) -> int:
    """The exact number of matches; the binding's type stub leaves the attribute out."""
    return int(found.count)

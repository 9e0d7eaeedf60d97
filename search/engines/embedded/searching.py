"""One search: the page of hits, its exact total and its facets, from one view of the index."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple

import tantivy

from search.engines.base import KIND, FacetCount, Hit, Query, Result
from search.engines.embedded.schema import SEPARATOR, from_tantivy
from search.engines.embedded.translate import Translator
from search.engines.highlight import Marker
from search.engines.plan import Unit, unranked
from search.engines.records import LANGUAGES, TEXT_PARTS, hit_of, text_field
from search.engines.understanding import Understanding, Way, first_that_finds, way_to_fill

_MOST_FACET_VALUES = 10_000
_STEP = 500
TEXT_FIELDS = tuple(text_field(part, language) for part in TEXT_PARTS for language in LANGUAGES)
# So many documents are counted in less time than another thread takes to begin.
_FEW_TO_COUNT = 5_000

_Counts = dict[str, list[FacetCount]]
# Gives the counts: at once, or when another thread has them.
_Counting = Callable[[], _Counts]


class _Page(NamedTuple):
    """The exact number of matches, and the scores and addresses of one page of them."""

    total: int
    hits: list[tuple[float, tantivy.DocAddress]]


@cache
def _threads() -> ThreadPoolExecutor:
    """Where facets are counted while the page is made: tantivy works without Python's lock."""
    return ThreadPoolExecutor(os.cpu_count(), "search-facets")


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
        likely = self._meant.ways[0] if self._meant.ways else None
        counting = self._counting(likely, facet_keys)
        way, page = self._first_way()
        if way is not likely:
            counting = self._counting(way, facet_keys)
        hits = tuple(self._hits(way, page))
        also = self._also(way, page)
        relaxation = way.relaxation if way else ""
        facets = {key: tuple(counted().get(key, ())) for key, counted in counting.items()}
        return Result(page.total, hits, also, facets, relaxation, self._meant.corrections)

    def every(self) -> Iterator[Hit]:
        """Every hit in order."""
        way, _first = self._first_way()
        offset = 0
        while (page := self._page(way, offset, _STEP)).hits:
            yield from self._hits(way, page)
            offset += _STEP

    def _also(self, way: Way | None, page: _Page) -> tuple[Hit, ...]:
        """What fills the first page: only the hits that will be shown are read."""
        size = self._query.window[1]
        wider = way_to_fill(self._meant, way, self._query, page.total)
        if wider is None:
            return ()
        shown = {_place(address) for _, address in page.hits}
        more = [hit for hit in self._page(wider, 0, size).hits if _place(hit[1]) not in shown]
        return tuple(self._hits(wider, _Page(len(more), more[: size - len(page.hits)])))

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

    def _counting(self, way: Way | None, keys: Sequence[str]) -> dict[str, _Counting]:
        """The counts of each facet to come: of many documents beside the search, of few after it.

        Those without a selection share one pass.
        """
        passes = {key: key if key in self._filters else "" for key in keys}
        begun = {without: self._begun(way, without) for without in set(passes.values())}
        return {key: begun[without] for key, without in passes.items()}

    def _begun(self, way: Way | None, without: str) -> _Counting:
        if self._most_to_count(way) > _FEW_TO_COUNT:
            return _threads().submit(self._counts, way, without).result
        return cache(partial(self._counts, way, without))

    def _most_to_count(self, way: Way | None) -> int:
        """No fewer documents than the way finds; all of them where the words alone do not tell."""
        if way is None or way.relaxation == "characters" or way.plan.minimum < len(way.plan.units):
            return self._searcher.num_docs
        return min(map(self._most_with, way.plan.units), default=self._searcher.num_docs)

    def _most_with(self, unit: Unit) -> int:
        return sum(
            min(document_count(self._searcher, text) for _, text in alternative.pattern)
            for alternative in unit.alternatives
        )

    def _counts(self, way: Way | None, without: str) -> _Counts:
        aggregation = {"facets": {"terms": {"field": "facets", "size": _MOST_FACET_VALUES}}}
        counted = way._replace(plan=unranked(way.plan)) if way else None
        answer = self._searcher.aggregate(self._filtered(counted, without), aggregation)
        counts: _Counts = {}
        for bucket in answer["facets"]["buckets"]:
            key, _, value = bucket["key"].partition(SEPARATOR)
            counts.setdefault(key, []).append(FacetCount(value, bucket["doc_count"]))
        return counts


def document_count(searcher: tantivy.Searcher, term: str) -> int:
    """How many documents have a term in the part of their texts where most have it."""
    return max(searcher.doc_freq(field, term) for field in TEXT_FIELDS)


def _place(address: tantivy.DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc


def _total(found: Any) -> int:
    """The exact number of matches; the binding's type stub leaves the attribute out."""
    return int(found.count)

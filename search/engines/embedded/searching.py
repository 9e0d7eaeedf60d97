"""One search: the page of hits, its exact total and its facets, from one view of the index."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import tantivy

from search.engines.base import LARGEST_SIZE, FacetCount, Hit, Query, Relaxation, Result, Text
from search.engines.embedded.schema import SEPARATOR, Record, from_tantivy, shown_language
from search.engines.embedded.translate import Translator
from search.engines.highlight import NO_PLACES, Mark, Marker, highlighted, passage
from search.engines.plan import Plan, relaxed_to_some_words

_KIND = "kind"
_NO_TEXT = Text("")
_MOST_FACET_VALUES = 10_000
_DEEPEST_OFFSET = 100_000


class _Way(NamedTuple):
    """One way to understand what was typed; no query if no word is wanted."""

    query: tantivy.Query | None
    relaxation: Relaxation


class _Page(NamedTuple):
    """The exact number of matches, and the scores and addresses of one page of them."""

    total: int
    hits: list[tuple[float, tantivy.DocAddress]]


class Search:
    """Answers one query on one searcher."""

    def __init__(self, searcher: tantivy.Searcher, translator: Translator, plan: Plan, query: Query) -> None:
        self._searcher = searcher
        self._translator = translator
        self._plan = plan
        self._query = query
        self._filters = {key: tuple(values) for key, values in query.filters.items() if values}
        if query.kinds:
            self._filters[_KIND] = tuple(query.kinds)

    def result(self, facet_keys: Sequence[str]) -> Result:
        """The answer, with these facets counted."""
        way, page = self._first_way()
        marker = Marker(self._plan)
        records = [(from_tantivy(self._searcher.doc(at), self._query.language), score) for score, at in page.hits]
        hits = tuple(self._hit(record, score, marker, way.relaxation) for record, score in records)
        return Result(page.total, hits, self._facets(way, facet_keys), way.relaxation)

    def _first_way(self) -> tuple[_Way, _Page]:
        """The strictest way to understand the words that finds anything at all, and what it finds.

        What only the filters leave nothing of is an honest nought, not a reason to find something else.
        """
        first: tuple[_Way, _Page] | None = None
        for way in self._ways():
            page = self._page(way)
            if page.total or self._is_found_without_filters(way):
                return way, page
            first = first or (way, page)
        return first or self._everything()

    def _everything(self) -> tuple[_Way, _Page]:
        way = _Way(None, "")
        return way, self._page(way)

    def _ways(self) -> list[_Way]:
        ways: list[_Way] = []
        if self._plan.units:
            ways.append(_Way(self._translator.words(self._plan), ""))
        if self._plan.characters:
            ways.append(_Way(self._translator.characters(self._plan), "characters"))
        if len(self._plan.units) > 1:
            ways.append(_Way(self._translator.words(relaxed_to_some_words(self._plan)), "some_words"))
        return ways

    def _filtered(self, way: _Way, without: str = "") -> tantivy.Query:
        filters = {key: values for key, values in self._filters.items() if key != without}
        return self._translator.filtered(way.query, self._plan, filters)

    def _page(self, way: _Way) -> _Page:
        query = self._filtered(way)
        size = min(max(self._query.size, 1), LARGEST_SIZE)
        offset = min((max(self._query.page, 1) - 1) * size, _DEEPEST_OFFSET)
        if self._query.sort == "newest" or way.query is None:
            found = self._searcher.search(query, limit=size, offset=offset, order_by_field="sort_date")
            return _Page(_total(found), [(0.0, address) for _, address in found.hits])
        found = self._searcher.search(query, limit=size, offset=offset)
        return _Page(_total(found), list(found.hits))

    def _is_found_without_filters(self, way: _Way) -> bool:
        if way.query is None or not (self._filters or self._plan.excluded):
            return False
        return _total(self._searcher.search(way.query, limit=1)) > 0

    def _facets(self, way: _Way, keys: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
        """The counts of each facet; those without a selection share one pass over the index."""
        shared = self._counts(way) if any(key not in self._filters for key in keys) else {}
        counts = {key: self._counts(way, without=key) if key in self._filters else shared for key in keys}
        return {key: tuple(counts[key].get(key, ())) for key in keys}

    def _counts(self, way: _Way, without: str = "") -> dict[str, list[FacetCount]]:
        aggregation = {"facets": {"terms": {"field": "facets", "size": _MOST_FACET_VALUES}}}
        answer = self._searcher.aggregate(self._filtered(way, without), aggregation)
        counts: dict[str, list[FacetCount]] = {}
        for bucket in answer["facets"]["buckets"]:
            key, value = bucket["key"].split(SEPARATOR, 1)
            counts.setdefault(key, []).append(FacetCount(value, bucket["doc_count"]))
        return counts

    def _hit(self, record: Record, score: float, marker: Marker, relaxation: Relaxation) -> Hit:
        language = shown_language(record.texts, self._query.language)
        text = record.texts.get(language, _NO_TEXT)

        def marks(part: str) -> list[Mark]:
            if relaxation == "characters":
                return marker.character_marks(getattr(text, part))
            return marker.marks(record.places.get((language, part), NO_PLACES))

        in_body = marks("body")
        return Hit(
            id=record.id,
            kind=record.kind,
            score=score,
            language=language,
            url=text.url,
            title=highlighted(text.title, marks("title")),
            summary=passage(text.summary, marks("summary")),
            body=passage(text.body, in_body) if in_body else (),
            payload=record.payload,
        )


def _total(found: Any) -> int:
    """The exact number of matches; the binding's type stub leaves the attribute out."""
    return int(found.count)

"""One search: the page of hits, its exact total and its facets, in one request where the words are found at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch, dsl

from search.engines.base import KIND, FacetCount, Hit, Query, Result
from search.engines.elastic.mapping import SHOWN, from_source
from search.engines.elastic.translate import facet_field, filters_query, preferring, restricted, way_query
from search.engines.highlight import Marker
from search.engines.records import hit_of, without
from search.engines.understanding import Understanding, Way, first_that_finds, way_to_fill

# More than any vocabulary has: 47 prefectures, 119 divisions and groups of industries.
FACET_SIZE = 200
# Elasticsearch gives so many hits by offset; what lies deeper is reached from hit to hit.
_BY_OFFSET = 10_000
_STEP = 500
_KEPT_ALIVE = "2m"


@dataclass(frozen=True, slots=True)
class _Page:
    total: int
    hits: Sequence[Any]
    facets: Any


class Search:
    """Answers one query on one alias."""

    def __init__(self, client: Elasticsearch, index: str, understanding: Understanding, query: Query) -> None:
        self._client = client
        self._index = index
        self._meant = understanding
        self._query = query
        self._filters = query.all_filters

    def result(self, facet_keys: Sequence[str]) -> Result:
        """The answer, with these facets counted."""

        def find(way: Way | None) -> _Page:
            return self._page(way, facet_keys)

        way, page = first_that_finds(self._meant.ways, find, self._is_found_without_filters)
        hits = tuple(self._hits(way, page.hits))
        return Result(
            total=page.total,
            hits=hits,
            also=self._also(way, hits),
            facets={key: tuple(_counts(page.facets[key].counts)) for key in facet_keys},
            relaxation=way.relaxation if way else "",
            corrections=self._meant.corrections,
        )

    def every(self) -> Iterator[Hit]:
        """Every hit in order, from one view of the index."""
        way, _first = first_that_finds(self._meant.ways, self._count, self._is_found_without_filters)
        point = self._client.open_point_in_time(index=self._index, keep_alive=_KEPT_ALIVE)["id"]
        try:
            search = self._search(way, ()).extra(pit={"id": point, "keep_alive": _KEPT_ALIVE}, size=_STEP)
            search = search.index()
            while hits := run(search).hits.hits:
                yield from self._hits(way, hits)
                search = search.extra(search_after=list(hits[-1]["sort"]))
        finally:
            self._client.close_point_in_time(id=point)

    def _also(self, way: Way | None, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        wider = way_to_fill(self._meant, way, self._query, len(hits))
        return without(hits, self._hits(wider, self._page(wider, ()).hits), self._query.window[1]) if wider else ()

    def _hits(self, way: Way | None, hits: Sequence[Any]) -> Iterator[Hit]:
        marker = Marker(self._meant.plan)
        for hit in hits:
            record = from_source(hit["_source"], self._query.language)
            yield hit_of(record, hit["_score"] or 0.0, self._query, marker, way.relaxation if way else "")

    def _page(self, way: Way | None, facet_keys: Sequence[str]) -> _Page:
        offset, size = self._query.window
        search = self._search(way, facet_keys)
        if offset + size <= _BY_OFFSET:
            answer = run(search.extra(from_=offset, size=size))
        else:
            answer = run(self._deep(search, offset).extra(size=size))
        return _Page(answer.hits.total.value, answer.hits.hits, getattr(answer, "aggregations", {}))

    def _deep(self, search: dsl.Search, offset: int) -> dsl.Search:
        """The search continued after its first `offset` hits; after the last one if there are fewer."""
        lean = search.source(False)
        while offset:
            step = min(offset, _BY_OFFSET)
            hits = run(lean.extra(size=step)).hits.hits
            if len(hits) < step:
                return search.extra(search_after=list(hits[-1]["sort"])) if hits else search
            after = list(hits[-1]["sort"])
            search, lean, offset = search.extra(search_after=after), lean.extra(search_after=after), offset - step
        return search

    def _count(self, way: Way | None) -> _Page:
        answer = run(self._search(way, ()).extra(size=0))
        return _Page(answer.hits.total.value, (), {})

    def _search(self, way: Way | None, facet_keys: Sequence[str]) -> dsl.Search:
        asked = restricted(preferring(way_query(way), self._query.preferred), self._meant.plan)
        search = dsl.Search(using=self._client, index=self._index).source(includes=SHOWN).query(asked)
        for key in facet_keys:
            values = dsl.A("terms", field=facet_field(key), size=FACET_SIZE)
            search.aggs.bucket(key, "filter", filter=filters_query(self._filters, without=key)).bucket("counts", values)
        # After the facets, which are counted without their own filter.
        search = (
            search.post_filter(filters_query(self._filters))
            if facet_keys
            else search.filter(filters_query(self._filters))
        )
        by_date = self._query.sort == "newest" or way is None
        return search.sort(*(("-sort_date", "id") if by_date else ("_score", "id"))).extra(track_total_hits=True)

    def _is_found_without_filters(self, way: Way) -> bool:
        if not (self._query.narrowing or self._meant.plan.excluded):
            return False
        kinds = filters_query({KIND: self._query.kinds} if self._query.kinds else {})
        search = dsl.Search(using=self._client, index=self._index).query(way_query(way)).filter(kinds)
        return bool(run(search.extra(size=0, terminate_after=1)).hits.total.value)


def run(search: dsl.Search) -> Any:
    """The raw answer; the client's types promise hits of a model, which there is none of here."""
    return search.execute()


def _counts(terms: Any) -> Iterator[FacetCount]:
    for bucket in terms.buckets:
        yield FacetCount(bucket.key, bucket.doc_count)

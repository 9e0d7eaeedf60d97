"""Documents counted by their terms."""

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch, dsl

_STEP = 5000


def vocabulary(client: Elasticsearch, index: str) -> dict[str, int]:
    """Every term of the texts with the number of its documents."""
    counts: dict[str, int] = {}
    after: dict[str, str] | None = None
    while True:
        source: dict[str, Any] = {"sources": [{"term": {"terms": {"field": "words"}}}], "size": _STEP}
        search = dsl.Search(using=client, index=index).extra(size=0)
        search.aggs.bucket("words", dsl.A("composite", **source | ({"after": after} if after else {})))
        words: Any = search.execute().aggregations.words
        counts |= {bucket.key.term: bucket.doc_count for bucket in words.buckets}
        if len(words.buckets) < _STEP:
            return counts
        after = words.after_key.to_dict()


def document_counts(client: Elasticsearch, index: str, terms: Sequence[str]) -> tuple[dict[str, int], int]:
    """The number of documents of each of these terms, and of all documents."""
    if not terms:
        return {}, 0
    search = dsl.Search(using=client, index=index).extra(size=0, track_total_hits=True)
    search.aggs.bucket("words", dsl.A("terms", field="words", include=list(terms), size=len(terms)))
    answer: Any = search.execute()
    return {bucket.key: bucket.doc_count for bucket in answer.aggregations.words.buckets}, answer.hits.total.value

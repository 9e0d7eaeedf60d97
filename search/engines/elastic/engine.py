"""The Elasticsearch engine: documents in, pages of hits out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from elasticsearch import NotFoundError, dsl

from search.analysis.synonyms import Synonyms, default_synonyms
from search.engines.base import Document, Hit, Query, Result
from search.engines.elastic.mapping import SHOWN, from_source
from search.engines.elastic.searching import Search, run
from search.engines.elastic.store import Store, engine_errors
from search.engines.elastic.translate import filters_query, words_query
from search.engines.elastic.words import document_counts, vocabulary
from search.engines.highlight import Marker
from search.engines.keeping import LexiconKeeper
from search.engines.lexicon import Lexicon
from search.engines.records import Record, hit_of
from search.engines.similar import explained, plan_of, telling_terms
from search.engines.understanding import Known, understand


class ElasticEngine:
    """The indices `name-…` of the Elasticsearch at `url`; nothing is asked of it before the first call."""

    def __init__(self, url: str, name: str = "secunity", synonyms: Synonyms | None = None) -> None:
        self.synonyms = synonyms or default_synonyms()
        self._store = Store(url, name)
        self._lexicons = LexiconKeeper(self.vocabulary)

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled, or was made by another analysis."""
        return not self._store.is_complete

    def write(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; those that have a newer version in the index stay as they are."""
        newest = {document.id: document for document in documents}
        self._store.write(newest.values())
        self._lexicons.outdated()

    def delete(self, versions: Mapping[str, int]) -> None:
        """Take documents out; gone from every search on return."""
        self._store.delete(versions)
        self._lexicons.outdated()

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index and put it in the old one's place; what is written meanwhile goes into both."""
        self._store.rebuild(documents)
        self._lexicons.outdated()

    def versions(self) -> dict[str, int]:
        """The version of each document in the index, by id."""
        return self._store.versions()

    def drop(self) -> None:
        """Remove the index for good: for throw-away ones."""
        self._store.drop()

    def close(self) -> None:
        """Let the connections go."""
        self._store.close()

    def search(self, query: Query, facet_keys: Sequence[str] = (), *, synonyms: Synonyms | None = None) -> Result:
        """Answer one query; see the `Engine` protocol. An index that was never begun holds nothing."""
        nothing = Result(total=0, facets=dict.fromkeys(facet_keys, ()))
        with engine_errors():
            try:
                meant = understand(query, self._known(synonyms))
                if meant.says_nothing:
                    return nothing
                return Search(self._store.client, self._store.read_alias, meant, query).result(facet_keys)
            except NotFoundError:
                return nothing

    def every(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order, from one view of the index."""
        with engine_errors():
            try:
                meant = understand(query, self._known())
                if not meant.says_nothing:
                    yield from Search(self._store.client, self._store.read_alias, meant, query).every()
            except NotFoundError:
                return

    def similar(self, document_id: str, kinds: Sequence[str] = (), size: int = 5, language: str = "ja") -> list[Hit]:
        """Documents that are about the same, each with the words it shares."""
        with engine_errors():
            own = self._record(document_id, language)
            terms = self._telling_terms(own) if own else {}
            if not terms:
                return []
            query = Query(kinds=tuple(kinds), language=language)
            plan = plan_of(terms)
            asked = words_query(plan) & filters_query(query.all_filters)
            search = (
                dsl.Search(using=self._store.client, index=self._store.read_alias).source(includes=SHOWN).query(asked)
            )
            hits = []
            for found in run(search.sort("_score", "id").extra(size=size + 1)).hits.hits:
                record = from_source(found["_source"], language)
                if record.id != document_id:
                    hit = hit_of(record, found["_score"], query, Marker(plan))
                    hits.append(explained(hit, record, list(terms)))
        return hits[:size]

    def vocabulary(self) -> dict[str, int]:
        """The terms of the texts, with the number of documents that have each."""
        with engine_errors():
            try:
                return vocabulary(self._store.client, self._store.read_alias)
            except NotFoundError:
                return {}

    def lexicon(self) -> Lexicon:
        """The words known to the index and the synonyms."""
        return self._lexicons.get(self.synonyms)

    def _known(self, synonyms: Synonyms | None = None) -> Known:
        return Known(synonyms or self.synonyms, self.lexicon, self._has_term)

    def _has_term(self, term: str) -> bool:
        counts, _total = document_counts(self._store.client, self._store.read_alias, [term])
        return bool(counts)

    def _record(self, document_id: str, language: str) -> Record | None:
        try:
            found = self._store.client.get(index=self._store.read_alias, id=document_id)
        except NotFoundError:
            return None
        return from_source(found["_source"], language)

    def _telling_terms(self, record: Record) -> dict[str, float]:
        terms = list(dict.fromkeys(term for places in record.places.values() for term in places.terms))
        counts, total = document_counts(self._store.client, self._store.read_alias, terms)
        return telling_terms(record, lambda term: counts.get(term, 0), total)

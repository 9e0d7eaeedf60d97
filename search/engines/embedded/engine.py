"""The embedded engine: documents in, pages of hits out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import tantivy

from search.analysis.synonyms import Synonyms, default_synonyms
from search.engines.base import Document, Hit, Query, Result
from search.engines.embedded.schema import SEPARATOR, from_tantivy, stamp, to_tantivy
from search.engines.embedded.searching import TEXT_FIELDS, Search, document_count
from search.engines.embedded.store import Store
from search.engines.embedded.translate import Translator
from search.engines.highlight import Marker
from search.engines.keeping import LexiconKeeper
from search.engines.lexicon import Lexicon
from search.engines.records import hit_of
from search.engines.similar import explained, plan_of, telling_terms
from search.engines.understanding import Known, understand

# With more documents than this in one write, all versions are read at once.
_FEW = 200


class EmbeddedEngine:
    """Tantivy in this process. `folder` is made if missing; None keeps the index in memory."""

    def __init__(self, folder: Path | None = None, synonyms: Synonyms | None = None) -> None:
        self.synonyms = synonyms or default_synonyms()
        self._store = Store(folder)
        self._translator = Translator(self._store.schema)
        self._lexicons = LexiconKeeper(self.vocabulary)

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled, or was made by another analysis."""
        return self._store.needs_rebuild

    def write(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; all of them are visible on return, or none."""
        newest: dict[str, Document] = {}
        for document in documents:
            newest[document.id] = document
        if not newest:
            return
        with self._store.writing() as writer:
            held = self._held(newest)
            for document in newest.values():
                if document.version >= held.get(document.id, 0):
                    writer.delete_documents_by_term("id", document.id)
                    writer.add_document(to_tantivy(document))
        self._lexicons.outdated()

    def delete(self, versions: Mapping[str, int]) -> None:
        """Take documents out; gone from every search on return."""
        if not versions:
            return
        with self._store.writing() as writer:
            held = self._held(versions)
            for document_id, version in versions.items():
                if version >= held.get(document_id, 0):
                    writer.delete_documents_by_term("id", document_id)
        self._lexicons.outdated()

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index and put it in the old one's place; of documents with the same id the last one stays."""
        with self._store.replacing() as writer:
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(to_tantivy(document))
        self._lexicons.outdated()

    def versions(self) -> dict[str, int]:
        """The version of each document in the index, by id."""
        return _stamps(self._store.searcher(), "", tantivy.Query.all_query())

    def close(self) -> None:
        """Nothing is held between calls: each write opens and closes its own writer."""

    def search(self, query: Query, facet_keys: Sequence[str] = (), *, synonyms: Synonyms | None = None) -> Result:
        """Answer one query; see the `Engine` protocol."""
        searcher = self._store.searcher()
        meant = understand(query, self._known(searcher, synonyms))
        if meant.says_nothing:
            return Result(total=0, facets=dict.fromkeys(facet_keys, ()))
        return Search(searcher, self._translator, meant, query).result(facet_keys)

    def every(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order, from one view of the index."""
        searcher = self._store.searcher()
        meant = understand(query, self._known(searcher))
        if not meant.says_nothing:
            yield from Search(searcher, self._translator, meant, query).every()

    def similar(self, document_id: str, kinds: Sequence[str] = (), size: int = 5, language: str = "ja") -> list[Hit]:
        """Documents that are about the same, each with the words it shares."""
        searcher = self._store.searcher()
        found = searcher.search(tantivy.Query.term_query(self._store.schema, "id", document_id), limit=1)
        if not found.hits:
            return []
        own = from_tantivy(searcher.doc(found.hits[0][1]), language)
        terms = telling_terms(own, lambda term: document_count(searcher, term), searcher.num_docs)
        plan, query = plan_of(terms), Query(kinds=tuple(kinds), language=language)
        if not terms:
            return []
        asked = self._translator.filtered(self._translator.words(plan), plan, query.all_filters)
        hits = []
        for score, address in searcher.search(asked, limit=size + 1).hits:
            record = from_tantivy(searcher.doc(address), language)
            if record.id != document_id:
                hits.append(explained(hit_of(record, score, query, Marker(plan)), record, list(terms)))
        return hits[:size]

    def vocabulary(self) -> dict[str, int]:
        """The terms of the texts, with the largest number of documents that have each in one of their parts."""
        searcher = self._store.searcher()
        # Counted over live documents: the dictionary alone still has words of those that were taken out.
        live = tantivy.Query.all_query()
        counts: Counter[str] = Counter()
        for field in TEXT_FIELDS:
            counts |= Counter(dict(searcher.terms_with_prefix(field, "", filter_query=live)))
        return dict(counts)

    def lexicon(self) -> Lexicon:
        """The words known to the index and the synonyms."""
        return self._lexicons.get(self.synonyms)

    def _known(self, searcher: tantivy.Searcher, synonyms: Synonyms | None = None) -> Known:
        return Known(synonyms or self.synonyms, self.lexicon, lambda term: document_count(searcher, term) > 0)

    def _held(self, asked: Iterable[str]) -> dict[str, int]:
        """The versions that the index has of these ids."""
        ids = list(asked)
        if len(ids) > _FEW:
            return self.versions()
        searcher = self._store.searcher()
        held: dict[str, int] = {}
        for document_id in ids:
            only = tantivy.Query.term_query(self._store.schema, "id", document_id)
            held |= _stamps(searcher, stamp(document_id, 0).removesuffix("0"), only)
        return held


def _stamps(searcher: tantivy.Searcher, prefix: str, live: tantivy.Query) -> dict[str, int]:
    """Version by id of the documents that `live` finds; the dictionary alone still knows those that are gone."""
    stamps = searcher.terms_with_prefix("stamp", prefix, filter_query=live)
    pairs = (each.rsplit(SEPARATOR, 1) for each, _ in stamps)
    return {document_id: int(version) for document_id, version in pairs}

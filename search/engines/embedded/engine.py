"""The embedded engine: documents in, pages of hits out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from search.analysis.synonyms import Synonyms, default_synonyms
from search.engines.base import Document, Query, Result
from search.engines.embedded.schema import SEPARATOR, to_tantivy
from search.engines.embedded.searching import Search
from search.engines.embedded.store import Store
from search.engines.embedded.translate import Translator
from search.engines.plan import make_plan
from search.engines.query import parse


class EmbeddedEngine:
    """Tantivy in this process. `folder` is made if missing; None keeps the index in memory."""

    def __init__(self, folder: Path | None = None, synonyms: Synonyms | None = None) -> None:
        self._store = Store(folder)
        self._synonyms = synonyms or default_synonyms()
        self._translator = Translator(self._store.schema)

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled, or was made by another analysis."""
        return self._store.needs_rebuild

    def write(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; all of them are visible on return, or none."""
        ready = {document.id: to_tantivy(document) for document in documents}
        if not ready:
            return
        with self._store.writing() as writer:
            for document_id, document in ready.items():
                writer.delete_documents_by_term("id", document_id)
                writer.add_document(document)

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; gone from every search on return."""
        unique = list(dict.fromkeys(ids))
        if not unique:
            return
        with self._store.writing() as writer:
            for document_id in unique:
                writer.delete_documents_by_term("id", document_id)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index and put it in the old one's place; of documents with the same id the last one stays."""
        with self._store.replacing() as writer:
            for document in documents:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(to_tantivy(document))

    def versions(self) -> dict[str, int]:
        """The version of each document in the index, by id."""
        stamps = self._store.searcher().terms_with_prefix("stamp", "", filter_query=tantivy.Query.all_query())
        pairs = (stamp.rsplit(SEPARATOR, 1) for stamp, _ in stamps)
        return {document_id: int(version) for document_id, version in pairs}

    def close(self) -> None:
        """Nothing is held between calls: each write opens and closes its own writer."""

    def search(self, query: Query, facet_keys: Sequence[str] = ()) -> Result:
        """Answer one query; see the `Engine` protocol."""
        plan = make_plan(parse(query.text), self._synonyms)
        if plan.is_empty and query.text.strip():
            return Result(total=0, facets=dict.fromkeys(facet_keys, ()))
        return Search(self._store.searcher(), self._translator, plan, query).result(facet_keys)

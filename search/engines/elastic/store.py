"""Where the index lives: one Elasticsearch index behind a read and a write alias, swapped when it is made anew."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, scan, streaming_bulk

from search.engines.base import Document, EngineError
from search.engines.elastic.mapping import INDEX_VERSION, index_of, to_source

ANSWERS_WITHIN_S = 5.0
WRITES_WITHIN_S = 60.0
_CHUNK = 200
_CONFLICT, _NOT_FOUND = 409, 404


class Store:
    """The indices of one hub: `<name>-read` is what is asked, `<name>-write` all that has to follow changes."""

    def __init__(self, url: str, name: str) -> None:
        self.client = Elasticsearch(url, request_timeout=ANSWERS_WITHIN_S, max_retries=0)
        self._patient = self.client.options(request_timeout=WRITES_WITHIN_S)
        self._name = name
        self.read_alias, self._write_alias = f"{name}-read", f"{name}-write"

    @property
    def is_complete(self) -> bool:
        """Whether the index that is asked was filled as a whole by this version of the analysis."""
        with engine_errors():
            try:
                mappings = self.client.indices.get_mapping(index=self.read_alias)
            except NotFoundError:
                return False
            described = [each["mappings"].get("_meta", {}) for each in mappings.values()]
        return any(meta.get("version") == INDEX_VERSION and meta.get("is_complete") for meta in described)

    def write(self, documents: Iterable[Document]) -> None:
        """Add or replace documents in every index that follows changes."""
        sources = [(document.id, document.version, to_source(document)) for document in documents]
        if not sources:
            return
        with engine_errors():
            indices = self._followers() or [self._begin()]
            actions = [
                {"_op_type": "index", "_index": index, "_source": source, **_versioned(document_id, version)}
                for index in indices
                for document_id, version, source in sources
            ]
            self._bulk(actions, refresh=True)

    def delete(self, versions: Mapping[str, int]) -> None:
        """Take documents out of every index that follows changes."""
        with engine_errors():
            actions = [
                {"_op_type": "delete", "_index": index, **_versioned(document_id, version)}
                for index in self._followers()
                for document_id, version in versions.items()
            ]
            self._bulk(actions, refresh=True)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index, which follows changes from its first moment, and let it take the old one's place."""
        with engine_errors():
            self._drop_leftovers()
            new = self._make()
        try:
            with engine_errors():
                self._patient.indices.put_alias(index=new, name=self._write_alias)
                actions = (
                    {"_op_type": "index", "_index": new, "_source": to_source(document)}
                    | _versioned(document.id, document.version)
                    for document in documents
                )
                self._bulk(actions, refresh=False)
                self._swap_to(new)
        except BaseException:
            with contextlib.suppress(EngineError), engine_errors():
                self._patient.indices.delete(index=new, ignore_unavailable=True)
            raise

    def versions(self) -> dict[str, int]:
        """The version of each document, by id."""
        query = {"_source": False, "query": {"match_all": {}}, "version": True}
        with engine_errors():
            if not self._indices(self.read_alias):
                return {}
            hits = scan(self._patient, index=self.read_alias, query=query, size=5000)
            return {hit["_id"]: int(hit["_version"]) for hit in hits}

    def drop(self) -> None:
        """Remove every index of this name."""
        with engine_errors():
            for index in {*self._indices(self.read_alias), *self._followers()}:
                self._patient.indices.delete(index=index, ignore_unavailable=True)

    def close(self) -> None:
        """Let the connections go."""
        self.client.close()

    def _indices(self, alias: str) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _followers(self) -> list[str]:
        return self._indices(self._write_alias)

    def _make(self) -> str:
        name = f"{self._name}-{uuid.uuid4().hex}"
        index = index_of(name)
        index.get_or_create_mapping().meta("_meta", version=INDEX_VERSION, is_complete=False)
        index.create(using=self._patient)
        return name

    def _begin(self) -> str:
        """An empty index, where something changes before the first rebuild."""
        name = self._make()
        added = [{"add": {"index": name, "alias": alias}} for alias in (self.read_alias, self._write_alias)]
        self._patient.indices.update_aliases(actions=added)
        return name

    def _swap_to(self, new: str) -> None:
        meta = {"version": INDEX_VERSION, "is_complete": True}
        self._patient.indices.put_mapping(index=new, meta=meta)
        self._patient.indices.refresh(index=new)
        old = {*self._indices(self.read_alias), *self._followers()} - {new}
        removed = [{"remove_index": {"index": index}} for index in sorted(old)]
        # One step for readers and writers: nobody ever sees none or both.
        self._patient.indices.update_aliases(actions=[{"add": {"index": new, "alias": self.read_alias}}, *removed])

    def _drop_leftovers(self) -> None:
        """Remove what a rebuild left behind that never came to its end."""
        for index in set(self._followers()) - set(self._indices(self.read_alias)):
            self._patient.indices.delete(index=index, ignore_unavailable=True)

    def _bulk(self, actions: Iterable[dict[str, Any]], *, refresh: bool) -> None:
        failures: list[Any] = []
        for is_done, answer in streaming_bulk(
            self._patient, actions, chunk_size=_CHUNK, raise_on_error=False, refresh=refresh, yield_ok=False
        ):
            (result,) = answer.values()
            # Somebody wrote a newer version, or it was gone already: both are what was wanted.
            if not is_done and result.get("status") not in (_CONFLICT, _NOT_FOUND):
                failures.append(result)
        if failures:
            raise EngineError(f"{len(failures)} documents could not be written: {str(failures[0])[:500]}")


@contextlib.contextmanager
def engine_errors() -> Iterator[None]:
    """Whatever the client raises means that the engine could not do it."""
    try:
        yield
    except (ApiError, TransportError, BulkIndexError) as error:
        raise EngineError(f"Elasticsearch: {str(error)[:500]}") from error


def _versioned(document_id: str, version: int) -> dict[str, Any]:
    return {"_id": document_id, "version": version, "version_type": "external_gte"}

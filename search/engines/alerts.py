"""Stored questions over what is new: the same whichever engine serves. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from search.analysis.synonyms import Synonyms
from search.engines.base import LARGEST_SIZE, Document, Query
from search.engines.embedded import EmbeddedEngine


def matches(
    documents: Iterable[Document], stored: Mapping[str, Query], synonyms: Synonyms | None = None
) -> dict[str, tuple[str, ...]]:
    """The ids of the documents that each stored question finds, by the question's key, best first; none left out."""
    engine = EmbeddedEngine(synonyms=synonyms)
    engine.write(documents)
    found = {key: _ids(engine, query) for key, query in stored.items()}
    return {key: ids for key, ids in found.items() if ids}


def _ids(engine: EmbeddedEngine, query: Query) -> tuple[str, ...]:
    # Exact: nobody wants mail about what only resembles the question.
    asked = replace(query, page=1, size=LARGEST_SIZE, is_exact=True)
    return tuple(hit.id for hit in engine.search(asked).hits)

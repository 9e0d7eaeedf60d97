"""What every search engine takes and gives. Pure: no Django, no engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Sort = Literal["relevance", "newest"]
# Which words a hit had to hold: all of them · their characters, where no text holds the words · some of them.
Relaxation = Literal["", "characters", "some_words"]

LARGEST_SIZE = 1000


class EngineError(Exception):
    """The engine could not do what was asked; nothing half-done is visible."""


class IndexBusyError(EngineError):
    """Another writer held the index for too long; try again."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a document in one language, and where they are read; `labels` are searched and never shown."""

    title: str
    summary: str = ""
    body: str = ""
    url: str = ""
    labels: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, with its texts by language ("ja", "en"). A higher `version` is newer."""

    id: str
    kind: str
    texts: Mapping[str, Text]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort_date: str = ""
    version: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for. Filters: OR within a facet, AND across; `page` counts from 1."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text; marked where it is what was looked for."""

    text: str
    is_marked: bool = False


Fragments = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found, in the language asked for if it has it. `body` is empty unless something in it is marked."""

    id: str
    kind: str
    score: float
    language: str
    url: str
    title: Fragments
    summary: Fragments
    body: Fragments
    payload: Mapping[str, Any]

    @property
    def passage(self) -> Fragments:
        """The more telling one of summary and body."""
        if not self.summary or _marks(self.body) > _marks(self.summary):
            return self.body or self.summary
        return self.summary


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many documents have this value, with all filters but those of its own facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """One page of hits, the exact total, and the facets asked for (values that occur, most frequent first)."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    relaxation: Relaxation = ""


class Engine(Protocol):
    """A search engine. What `write` and `delete` did is visible to every search that starts after they return."""

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled, or was made by another analysis."""
        ...

    def write(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those with the same id."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; unknown ids do nothing."""
        ...

    def search(self, query: Query, facet_keys: Sequence[str] = ()) -> Result:
        """Answer any query, however odd; never raises for its content."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Replace the whole index; the old one answers until the new one is complete."""
        ...

    def versions(self) -> dict[str, int]:
        """The version of each document in the index, by id."""
        ...

    def close(self) -> None:
        """Release files and threads."""
        ...


def _marks(fragments: Fragments) -> int:
    return len({fragment.text for fragment in fragments if fragment.is_marked})

"""What every search engine takes and gives. Pure: no Django, no engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from search.analysis.synonyms import Synonyms
from search.engines.lexicon import Lexicon
from search.engines.query import Clause

Sort = Literal["relevance", "newest"]
# Which words a hit had to hold: all of them · their characters, where no text holds the words · some of them.
Relaxation = Literal["", "characters", "some_words"]

LARGEST_SIZE = 1000
# A page that begins further down is answered as if it began here.
DEEPEST_OFFSET = 100_000
KIND = "kind"


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
    """What somebody looks for. Filters: OR within a facet, AND across; `page` counts from 1.

    `text` is what was typed, `clauses` what it means; without clauses the engine reads them from the text. An exact
    query is neither relaxed nor corrected. `preferred` are values of facets that rank higher and leave nothing out.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    language: str = "ja"
    clauses: tuple[Clause, ...] | None = None
    is_exact: bool = False
    preferred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_filters(self) -> dict[str, tuple[str, ...]]:
        """The filters that narrow, the kinds of thing among them."""
        filters = {key: tuple(values) for key, values in self.filters.items() if values}
        return filters | ({KIND: tuple(self.kinds)} if self.kinds else {})

    @property
    def narrowing(self) -> dict[str, tuple[str, ...]]:
        """The filters that somebody chose: without the kinds of thing that the page is about."""
        return {key: values for key, values in self.all_filters.items() if key != KIND}

    @property
    def window(self) -> tuple[int, int]:
        """Offset and size of the page, within bounds."""
        size = min(max(self.size, 1), LARGEST_SIZE)
        return min((max(self.page, 1) - 1) * size, DEEPEST_OFFSET), size


class Correction(NamedTuple):
    """A word as typed, which no document has, and what was looked for beside it."""

    typed: str
    meant: str


class Fragment(NamedTuple):
    """A piece of text; marked where it is what was looked for."""

    text: str
    is_marked: bool = False


Fragments = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found, in the language asked for if it has it. `body` is empty unless something in it is marked;
    `shared` are the words that a similar document has in common."""

    id: str
    kind: str
    score: float
    language: str
    url: str
    title: Fragments
    summary: Fragments
    body: Fragments
    payload: Mapping[str, Any]
    shared: tuple[str, ...] = ()

    @property
    def passage(self) -> Fragments:
        """The more telling one of summary and body."""
        if not self.summary or _marks(self.body) > _marks(self.summary):
            return self.body or self.summary
        return self.summary


class FacetCount(NamedTuple):
    """How many documents have this value, with all filters but those of its own facet."""

    value: str
    count: int  # type: ignore[assignment] # a tuple counts with a method of this name


@dataclass(frozen=True, slots=True)
class Result:
    """One page of hits, the exact total, and the facets asked for (values that occur, most frequent first).

    Where all of the words leave the first page unfilled, `also` fills it with what has some of them: beyond `total`.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    also: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    relaxation: Relaxation = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def shown(self) -> tuple[Hit, ...]:
        """Everything on the page in its order."""
        return (*self.hits, *self.also)


class Engine(Protocol):
    """A search engine. What `write` and `delete` did is visible to every search that starts after they return.

    The newest version of a document wins: an older one neither replaces nor removes it. `synonyms` may be replaced
    at any time.
    """

    synonyms: Synonyms

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was never filled, or was made by another analysis."""
        ...

    def write(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those with the same id."""
        ...

    def delete(self, versions: Mapping[str, int]) -> None:
        """Take documents out, each at the version of the change that took it out; unknown ids do nothing."""
        ...

    def search(self, query: Query, facet_keys: Sequence[str] = (), *, synonyms: Synonyms | None = None) -> Result:
        """Answer any query, however odd; never raises for its content. `synonyms` for this one answer."""
        ...

    def every(self, query: Query) -> Iterator[Hit]:
        """Every hit of a query in its order, whatever its page."""
        ...

    def similar(self, document_id: str, kinds: Sequence[str] = (), size: int = 5, language: str = "ja") -> list[Hit]:
        """Documents that are about the same, most alike first, each with the words it shares."""
        ...

    def vocabulary(self) -> dict[str, int]:
        """The terms of all titles, summaries and bodies, with the number of documents each is in."""
        ...

    def lexicon(self) -> Lexicon:
        """The words known to the index and the synonyms; at most a minute old."""
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

"""Little or nothing found: what a question would find with some of its parts less. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, islice
from typing import Literal, NamedTuple

from search.engines.base import Engine, Query
from search.engines.query import Clause, parse, text_of

# A question of many words has more parts than anybody tries; each one costs a search.
MOST_TRIED = 30
Reason = Literal["words", "filters", ""]
# How much a query finds, taken at its word.
TotalOf = Callable[[Query], int]


class Chosen(NamedTuple):
    """The values chosen of one facet."""

    facet: str
    values: tuple[str, ...]


# What can be left out of a question: a filter, or a part of what was typed.
Part = Chosen | Clause


class Relaxed(NamedTuple):
    """A query with some parts less."""

    query: Query
    removed: tuple[Part, ...]


class Counted(NamedTuple):
    """A relaxed query and how much it finds."""

    relaxed: Relaxed
    total: int


def relaxed(query: Query, number: int = 1) -> Iterator[Relaxed]:
    """Each way to leave out `number` parts (a filter; a word, phrase or exclusion) and keep at least one."""
    filters = [Chosen(key, values) for key, values in query.filters.items()]
    clauses = parse(query.text) if query.clauses is None else query.clauses
    parts: list[Part] = [*filters, *clauses]
    for removed in combinations(parts, number) if number < len(parts) else ():
        yield Relaxed(_without(query, clauses, removed), removed)


def relaxations(query: Query, total_of: TotalOf, limit: int = 6) -> list[Counted]:
    """The ways that find something, the most first: with one part less or, where that never helps, with more."""
    tried = 0
    for number in range(1, len(query.filters) + MOST_TRIED):
        ways = list(islice(relaxed(query, number), MOST_TRIED - tried))
        if not ways:
            break
        tried += len(ways)
        counted = [Counted(each, total_of(each.query)) for each in ways]
        if found := [each for each in counted if each.total]:
            return sorted(found, key=lambda each: -each.total)[:limit]
    return []


def why_nothing(query: Query, total_of: TotalOf) -> Reason:
    """Whether the words of a query that finds nothing are in no text, or its filters leave nothing of what has them;
    "" where there is nothing at all."""
    if not query.text:
        return "filters" if query.filters else ""
    return "filters" if query.filters and total_of(replace(query, page=1, filters={})) else "words"


def count(engine: Engine, query: Query) -> int:
    """How much a query finds, taken at its word."""
    return engine.search(replace(query, page=1, size=1, is_exact=True)).total


def _without(query: Query, clauses: tuple[Clause, ...], removed: tuple[Part, ...]) -> Query:
    filters: Mapping[str, tuple[str, ...]] = {
        key: values for key, values in query.filters.items() if Chosen(key, values) not in removed
    }
    kept = tuple(clause for clause in clauses if clause not in removed)
    if kept == clauses:
        return replace(query, page=1, filters=filters)
    return replace(query, page=1, filters=filters, text=text_of(kept), clauses=kept)

"""Little or nothing found: what a question would find with one part less. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from search.engines.base import Engine, Query
from search.engines.query import Clause, parse, text_of

# (facet, value), or a part of what was typed.
Removed = tuple[str, str] | Clause
Reason = Literal["words", "filters", ""]


class Relaxed(NamedTuple):
    """A query with one part less."""

    query: Query
    removed: Removed


class Counted(NamedTuple):
    """A relaxed query and how much it finds."""

    relaxed: Relaxed
    total: int


def relaxed(query: Query) -> Iterator[Relaxed]:
    """Each way to leave out one value of a filter, or one of several words, phrases and exclusions."""
    for key, values in query.filters.items():
        for value in values:
            yield Relaxed(replace(query, page=1, filters=_without(query, key, value)), (key, value))
    clauses = parse(query.text) if query.clauses is None else query.clauses
    for clause in clauses if len(clauses) > 1 else ():
        kept = tuple(other for other in clauses if other != clause)
        yield Relaxed(replace(query, page=1, text=text_of(kept), clauses=kept), clause)


def relaxations(query: Query, total_of: Callable[[Query], int], limit: int = 6) -> list[Counted]:
    """The ways that find something, the most first. `total_of` says how much a query finds, taken at its word."""
    counted = [Counted(each, total_of(each.query)) for each in relaxed(query)]
    return sorted((each for each in counted if each.total), key=lambda each: -each.total)[:limit]


def why_nothing(engine: Engine, query: Query) -> Reason:
    """Whether the words are in no text, or the filters leave nothing of what has them; "" if something is found."""
    if count(engine, query):
        return ""
    return "filters" if count(engine, replace(query, filters={})) else "words"


def count(engine: Engine, query: Query) -> int:
    """How much a query finds, taken at its word."""
    return engine.search(replace(query, page=1, size=1, is_exact=True)).total


def _without(query: Query, key: str, value: str) -> dict[str, tuple[str, ...]]:
    filters = dict(query.filters)
    kept = tuple(other for other in filters.pop(key) if other != value)
    return {**filters, key: kept} if kept else filters

"""What was asked, as it arrives in an address: understood the same way by lists, feeds and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.engines.base import Query, Sort
from search.queries.facets import FIRST_YEAR, LAST_YEAR, Facet

LONGEST_TEXT = 2000
LARGEST_SIZE = 100
SHOWN_OF_VALUE = 60
SORTS = ("relevance", "newest")
PLAIN_NAMES = ("q", "sort", "page", "size")


@dataclass(frozen=True)
class Problem:
    """One thing in the address that could not be understood, with what is allowed in its place."""

    parameter: str
    value: str
    allowed: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Question:
    """The query that was understood, and what was not: left out of the query."""

    query: Query
    problems: tuple[Problem, ...] = ()


def read_question(params: QueryDict, facets: Sequence[Facet], *, kind: str, language: str, size: int = 20) -> Question:
    """Read the query of a list of `kind` ("": of everything) from an address; never raises for its content."""
    problems: list[Problem] = [_unknown_name(name, facets) for name in params if name not in _names(facets)]
    query = Query(
        text=_text(params, problems),
        filters=_filters(params, facets, problems),
        kinds=(kind,) if kind else (),
        sort=_sort(params, problems),
        page=_number(params, "page", 1, None, problems),
        size=_number(params, "size", size, LARGEST_SIZE, problems),
        language=language,
    )
    return Question(query, tuple(problems))


def address_of(query: Query, *, without: tuple[str, str] | None = None, **changed: str) -> str:
    """The query string ("?q=…", or "?" for everything) that asks `query` again from its first page.

    `without` is one (parameter, value) to leave out, `changed` are plain parameters to set.
    """
    params = QueryDict(mutable=True)
    if query.text and without != ("q", query.text):
        params["q"] = query.text
    for key, values in query.filters.items():
        kept = [value for value in values if (key, value) != without]
        if kept:
            params.setlist(key, kept)
    if query.sort != "relevance":
        params["sort"] = query.sort
    for name, value in changed.items():
        params[name] = value
    return "?" + params.urlencode()


def _names(facets: Sequence[Facet]) -> tuple[str, ...]:
    return (*PLAIN_NAMES, *(facet.key for facet in facets))


def _unknown_name(name: str, facets: Sequence[Facet]) -> Problem:
    message = _("There is no filter called “%(name)s” here.") % {"name": name[:SHOWN_OF_VALUE]}
    return Problem(name[:SHOWN_OF_VALUE], "", _names(facets), message)


def _text(params: QueryDict, problems: list[Problem]) -> str:
    typed = params.get("q", "").strip()
    if len(typed) > LONGEST_TEXT:
        message = _("The question is longer than %(limit)s characters; the rest was not read.")
        problems.append(Problem("q", typed[:SHOWN_OF_VALUE], (), message % {"limit": LONGEST_TEXT}))
    return "".join(char for char in typed[:LONGEST_TEXT] if char.isprintable() or char.isspace())


def _filters(params: QueryDict, facets: Sequence[Facet], problems: list[Problem]) -> Mapping[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in facets:
        asked = list(dict.fromkeys(value for value in params.getlist(facet.key) if value))
        understood = tuple(value for value in asked if facet.allows(value))
        problems += [_unknown_value(facet, value) for value in asked if value not in understood]
        if understood:
            chosen[facet.key] = understood
    return chosen


def _unknown_value(facet: Facet, value: str) -> Problem:
    shown = value[:SHOWN_OF_VALUE]
    message = _("%(filter)s has no value “%(value)s”, so it was left out.") % {"filter": facet.label, "value": shown}
    return Problem(facet.key, shown, allowed_values(facet), message)


def allowed_values(facet: Facet) -> tuple[str, ...]:
    """Every value of a facet; for years the first and the last one."""
    if facet.vocabulary:
        return tuple(facet.labels)
    return (f"{FIRST_YEAR}…{LAST_YEAR}",)


def _sort(params: QueryDict, problems: list[Problem]) -> Sort:
    asked = params.get("sort") or "relevance"
    if asked in SORTS:
        return cast(Sort, asked)
    shown = asked[:SHOWN_OF_VALUE]
    message = _("“%(value)s” is not an order; shown by relevance.") % {"value": shown}
    problems.append(Problem("sort", shown, SORTS, message))
    return "relevance"


def _number(params: QueryDict, name: str, default: int, largest: int | None, problems: list[Problem]) -> int:
    asked = params.get(name, "")
    if not asked:
        return default
    if asked.isascii() and asked.isdigit() and len(asked) <= 12 and 1 <= int(asked) <= (largest or 10**12):
        return int(asked)
    shown = asked[:SHOWN_OF_VALUE]
    allowed = f"1…{largest}" if largest else "1…"
    message = _("“%(value)s” is not a number that fits %(name)s.") % {"value": shown, "name": name}
    problems.append(Problem(name, shown, (allowed,), message))
    return default

"""A question in an address → an answer, or a problem that names what is allowed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from search.engines.base import Query
from search.engines.query import Clause
from search.engines.relaxing import Part
from search.forms import Problem, address_of, read_question
from search.queries.channels import through
from search.queries.facets import Facet, facets_of
from search.queries.guidance import wider
from search.queries.items import Item
from search.queries.results import Found, find
from secunity.core.models.language import current_language

Record = Callable[[Item, Callable[[str], str]], dict[str, Any]]


class UnreadableError(Exception):
    """The address asks for something that does not exist; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(each.message for each in problems))
        self.problems = problems


class IndexAwayError(Exception):
    """There is no index to ask yet, or its engine is away: totals would not be exact."""


def list_answer(request: HttpRequest, kind: str, record: Record) -> dict[str, Any]:
    """The envelope with the results of one page. Raises UnreadableError and IndexAwayError."""
    facets = facets_of(kind)
    query = _read(request, facets, kind)
    found = _found(query, facets)
    return {
        "total": found.total,
        "page": query.page,
        "size": query.size,
        "results": [record(item, request.build_absolute_uri) for item in found.items],
        "facets": _counts(found, facets),
        "suggestions": [] if found.total else _suggestions(request, query, facets),
    }


def statistics(request: HttpRequest) -> dict[str, Any]:
    """Counts over the released cases that fit the filters. Raises UnreadableError and IndexAwayError."""
    facets = facets_of("case")
    query = _read(request, facets, "case", without=("sort", "page", "size"))
    found = _found(query, facets)
    return {
        "total": found.total,
        "filters": {key: list(values) for key, values in query.filters.items()},
        "facets": _counts(found, facets),
    }


def case_counts(key: str) -> dict[str, int]:
    """Released cases by the values of one facet. Raises IndexAwayError."""
    query = through(Query(kinds=("case",), size=1), "api")
    found = find(query, [key])
    if found.is_away or found.is_reduced:
        raise IndexAwayError
    return found.counts(key)


def refuse_unknown(request: HttpRequest, allowed: Sequence[str]) -> None:
    """Raise UnreadableError for parameters that do nothing at this address."""
    problems = [
        Problem(name[:60], "", tuple(allowed), _("There is no parameter of this name here."))
        for name in request.GET
        if name not in allowed
    ]
    if problems:
        raise UnreadableError(problems)


def _read(request: HttpRequest, facets: Sequence[Facet], kind: str, without: Sequence[str] = ()) -> Query:
    question = read_question(request.GET, facets, kind=kind, language=current_language())
    if question.problems:
        raise UnreadableError(question.problems)
    if without:
        refuse_unknown(request, ["q", *(facet.key for facet in facets)])
    return question.query


def _found(query: Query, facets: Sequence[Facet]) -> Found:
    found = find(through(query, "api"), [facet.key for facet in facets])
    if found.is_away or found.is_reduced:
        raise IndexAwayError
    return found


def _counts(found: Found, facets: Sequence[Facet]) -> dict[str, list[dict[str, Any]]]:
    return {
        facet.key: [
            {"value": value, "label": facet.label_of(value), "count": count}
            for value, count in found.counts(facet.key).items()
        ]
        for facet in facets
    }


def _suggestions(request: HttpRequest, query: Query, facets: Sequence[Facet]) -> list[dict[str, Any]]:
    labels = {facet.key: facet.label_of for facet in facets}
    return [
        {
            **_removed(each.relaxed.removed, labels),
            "total": each.total,
            "url": request.build_absolute_uri(address_of(each.relaxed.query)),
        }
        for each in wider(query)
    ]


def _removed(parts: Sequence[Part], labels: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
    said = [_part(part, labels) for part in parts]
    kind = said[0]["kind"] if len(said) == 1 else "without_several"
    names = {name: ",".join(each[name] for each in said) for name in ("parameter", "value")}
    return {"kind": kind, **names, "label": _(", ").join(each["label"] for each in said)}


def _part(part: Part, labels: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
    if isinstance(part, Clause):
        return {"kind": "without_word", "parameter": "q", "value": part.text, "label": part.text}
    label = _(", ").join(labels[part.facet](value) for value in part.values)
    return {"kind": "without_filter", "parameter": part.facet, "value": ",".join(part.values), "label": label}


def list_address(facet: str, value: str) -> str:
    """The page that lists the cases with one value of a facet, in the active language."""
    return f"{reverse('search:cases')}?{facet}={value}"

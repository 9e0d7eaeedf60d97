"""The lists of cases, of practices and of everything: plain GET forms, which htmx refines in place."""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.actions import note_failed_question, note_found_question
from search.engines.base import Query
from search.engines.query import Clause
from search.engines.relaxing import Counted
from search.forms import Question, address_of, read_question
from search.models import CaseIndexPage, PracticeIndexPage
from search.queries.facets import Facet, facets_of
from search.queries.guidance import Guidance, Narrower, guidance
from search.queries.panel import Tag, division_of, panel, tags
from search.queries.results import DEEPEST, Found, find
from secunity.core.models.language import current_language

logger = logging.getLogger(__name__)

# How the panel divides the regions: a matter of showing, no filter.
DIVISION = "view"


@dataclass(frozen=True)
class Listing:
    """One list: the kind of thing ("": every kind), and the page that introduces it."""

    kind: str
    page_model: type[CaseIndexPage] | type[PracticeIndexPage] | None


CASES = Listing("case", CaseIndexPage)
PRACTICES = Listing("practice", PracticeIndexPage)
EVERYTHING = Listing("", None)


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that fit the question in the address."""
    return _list(request, CASES)


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every kind of public thing that fits the question in the address."""
    return _answered(
        request, EVERYTHING, {"title": _("Search"), "lead": _("Cases, practices, meetings and guidance at once.")}
    )


@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """The practices that fit the question in the address."""
    return _list(request, PRACTICES)


def _list(request: HttpRequest, listing: Listing) -> HttpResponse:
    assert listing.page_model is not None  # noqa: S101 - only the list of everything has no page
    language = current_language()
    pages = listing.page_model.objects.live().filter(locale__language_code=language)
    page = pages.select_related("locale").first()
    if page is None:
        raise Http404(_("This list is not published yet."))
    return _answered(request, listing, page)


def _answered(request: HttpRequest, listing: Listing, page: Any) -> HttpResponse:
    context = _context(request, listing, current_language()) | {"page": page}
    template = "search/list.html#refined" if "HX-Request" in request.headers else "search/list.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    query, found = context["query"], context["found"]
    if _is_in_vain(query, found):
        # Kept nowhere: the next person who asks in vain is counted, too.
        add_never_cache_headers(response)
        _count(note_failed_question, query, f"{_address(request)} {request.headers.get('User-Agent', '')}", request)
    elif _is_answered(query, found):
        # Shown to others one day, so that one person with many browsers must not count as many.
        _count(note_found_question, query, _address(request), request)
    return response


def _is_in_vain(query: Query, found: Found) -> bool:
    return bool(query.text) and not (found.total or found.is_away or found.is_reduced)


def _is_answered(query: Query, found: Found) -> bool:
    is_whole = not (found.relaxation or found.corrections or found.is_away or found.is_reduced)
    return bool(query.text) and query.page == 1 and found.total > 0 and is_whole


def _address(request: HttpRequest) -> str:
    """Where somebody without an account asks from; of the newer addresses the part that one connection has."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_network((address, 64), strict=False)) if ":" in address else address
    except ValueError:
        return ""


def _count(note: Callable[..., None], query: Query, anonymous: str, request: HttpRequest) -> None:
    try:
        note(text=query.text, person=str(request.user.pk or anonymous))
    except DatabaseError:
        logger.warning("A question was not counted", exc_info=True)


def _context(request: HttpRequest, listing: Listing, language: str) -> dict[str, Any]:
    params = request.GET.copy()
    view = params.pop(DIVISION, [""])[-1]
    question = read_question(params, facets_of(listing.kind), kind=listing.kind, language=language)
    division = division_of(view, question.query)
    facets = facets_of(listing.kind, division)
    query, found, notices = _answer(question, facets)
    sentence = tags(facets, query)
    asked = address_of(query).removesuffix("?")
    kept = {DIVISION: division} if view == division else {}

    def address(changed: Query, without: tuple[str, str] | None = None) -> str:
        return address_of(changed, without=without, **kept)

    return {
        "kind": listing.kind,
        "names_kind": not listing.kind,
        "query": query,
        "found": found,
        "last_page": _last_page(found, query),
        "groups": panel(facets, query, found, division),
        "sentence": [(tag, address(query, (tag.parameter, tag.value))) for tag in sentence],
        "chosen": sum(len(values) for values in query.filters.values()),
        "question": _in_words(sentence),
        "notices": notices,
        **_guidance(guidance(query, found, [facet.key for facet in facets]), facets, address),
        "asked": asked,
        "everything_url": reverse("search:everything") + address_of(Query(query.text)) if listing.kind else "",
    }


def _answer(question: Question, facets: tuple[Facet, ...]) -> tuple[Query, Found, list[str]]:
    """The results; a page beyond the end gives the last one and says so."""
    keys = [facet.key for facet in facets]
    query = question.query
    notices = [problem.message for problem in question.problems]
    found = find(query, keys)
    if found.is_reduced:
        notices.append(_("The search engine is away at the moment. Only the newest things were searched."))
    last = _last_page(found, query)
    if query.page > last:
        message = _("There is no page %(page)s. This is the last one, page %(last)s.")
        notices.append(message % {"page": query.page, "last": last})
        query = replace(query, page=last)
        found = find(query, keys)
    return query, found, notices


def _last_page(found: Found, query: Query) -> int:
    return max(1, math.ceil(min(found.total, DEEPEST) / query.size))


def _in_words(sentence: list[Tag]) -> str:
    return _(", ").join(tag.label for tag in sentence)


def _guidance(ways: Guidance, facets: tuple[Facet, ...], address: Callable[[Query], str]) -> dict[str, Any]:
    """Ways on as links with their words."""
    labels = {facet.key: facet.said for facet in facets}
    return {
        "respelt": [(each.typed, each.meant, address(each.exact)) for each in ways.respelt],
        "narrower": [(_narrower(each, labels), each.total, address(each.query)) for each in ways.narrower],
        "ways_out": [_way_out(each, labels, address) for each in ways.wider],
        "meant": (ways.meant.text, address(ways.meant)) if ways.meant else None,
        "related": ways.related,
        "reason": ways.reason,
    }


def _narrower(way: Narrower, labels: Mapping[str, Callable[[str], str]]) -> str:
    """The value's words; for several values at once those of the question, 1億円以上."""
    return labels[way.facet](way.values[0]) if len(way.values) == 1 else way.text


def _way_out(
    way: Counted, labels: Mapping[str, Callable[[str], str]], address: Callable[[Query], str]
) -> dict[str, Any]:
    query, removed = way.relaxed
    said = [
        label
        for part in removed
        for label in ([part.text] if isinstance(part, Clause) else [labels[part.facet](each) for each in part.values])
    ]
    return {
        "label": _("” and “").join(said),
        "is_word": all(isinstance(part, Clause) for part in removed),
        "is_several": len(removed) > 1,
        "total": way.total,
        "url": address(query),
    }

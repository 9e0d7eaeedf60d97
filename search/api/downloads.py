"""The whole of a list that fits the question in the address, as a file for other programs."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.exchange.outputs import FORMS
from practices.exchange.public import about_file
from practices.queries.exports import CHANNEL, count_of, hub_address, records_of, today
from search.api.publication import seconds_to_wait
from search.api.streams import streamed
from search.api.tables import table_pieces
from search.engines.base import EngineError, Query
from search.forms import Question, read_question
from search.queries.channels import goes_through, through
from search.queries.facets import facets_of
from search.queries.items import Item
from search.queries.listings import LISTINGS, Listing
from search.queries.results import every_item
from secunity.core.models.language import current_language

_TEXT = "text/plain; charset=utf-8"
View = Callable[..., HttpResponseBase]


def _told_in_words(view: View) -> View:
    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = seconds_to_wait(request.META.get("REMOTE_ADDR", ""))
        if wait:
            words = _("Too many files in a minute. Please ask again in %(seconds)s seconds.") % {"seconds": wait}
            return _in_words(words, 429, wait)
        try:
            return view(request, *args, **kwargs)
        except (EngineError, OSError):
            return _in_words(_("The search is being prepared. Please ask again in a few seconds."), 503, 5)

    return told


@require_safe
@_told_in_words
def download(request: HttpRequest, of: str, form: str) -> HttpResponseBase:
    """Everything of a list that fits the filters, of cases those whose provider agreed to exports; 422 in words for
    what is no filter."""
    listing = LISTINGS[of]
    if form not in listing.forms:
        raise Http404(_("It can be had as: %(forms)s.") % {"forms": ", ".join(listing.forms)})
    question = _question(request, listing)
    if question.problems:
        return _in_words("\n".join(problem.message for problem in question.problems), 422)
    pieces = _cases(form, question.query) if listing.kind == "case" else _things(listing, form, question.query)
    name = f"secunity-{listing.plural}-{today()}.{FORMS[form].ending}"
    return streamed(request, pieces, name=name, media_type=FORMS[form].media_type)


def _question(request: HttpRequest, listing: Listing) -> Question:
    """What the list of the same address shows, without its order and its pages."""
    params = request.GET.copy()
    for name in ("page", "size", "sort"):
        params.pop(name, None)
    params["sort"] = "newest"
    return read_question(params, facets_of(listing.kind), kind=listing.kind, language=current_language())


def _cases(form: str, query: Query) -> Iterator[str]:
    keys = [item.id for item in every_item(through(query, CHANNEL))]
    about = about_file("secunity-cases", hub_address(), today(), _filters(query)) | {"cases": count_of(keys)}
    yield from FORMS[form].pieces(about, records_of(keys))


def _things(listing: Listing, form: str, query: Query) -> Iterator[str]:
    about = about_file(f"secunity-{listing.plural}", hub_address(), today(), _filters(query))
    return table_pieces(listing, form, about, _every(query))


def _every(query: Query) -> Iterator[Item]:
    return (item for item in every_item(query) if goes_through(item, CHANNEL))


def _filters(query: Query) -> dict[str, list[str]]:
    return {**({"q": [query.text]} if query.text else {}), **{key: list(v) for key, v in query.filters.items()}}


def _in_words(words: str, status: int, wait: int = 0) -> HttpResponse:
    headers = {"Retry-After": str(wait)} if wait else {}
    return HttpResponse(words, status=status, content_type=_TEXT, headers=headers)

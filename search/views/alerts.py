"""News of a search by mail: asked for, turned on and ended by links, and counted for the secretariat."""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from community.adapters import limits_of
from search.actions.alerts import ask_for_alert, confirm_alert, stop_alert
from search.engines.base import Query
from search.forms import Question, address_of, read_question
from search.forms.alerts import AlertForm
from search.models import SavedSearch
from search.queries.alerts import (
    address_hash,
    alert_counts,
    days_to_confirm,
    search_of_confirm_link,
    search_of_stop_link,
    sentence_of,
    stop_link_of,
    words_of,
)
from search.queries.facets import facets_of
from search.queries.listings import LISTINGS, Listing
from secunity.core.models.language import current_language

# The name of the list in the address of the form, beside the question.
LIST = "of"


@never_cache
@sensitive_post_parameters()
def alert_new(request: HttpRequest) -> HttpResponse:
    """Ask for news of the question in the address; the answer is the same for every mail address."""
    listing = LISTINGS.get(request.GET.get(LIST, ""), LISTINGS["everything"])
    question = _question(request, listing)
    form = AlertForm(request.POST if request.method == "POST" else None)
    context = _context(listing, question) | {"form": form}
    if request.method != "POST":
        return render(request, "search/alerts/new.html", context)
    if not form.is_valid():
        return render(request, "search/alerts/new.html", context, status=422)
    if not _has_turn(request, "alert"):
        form.add_error(None, _("Many requests came from here in the last hour. Nothing was sent; please try later."))
        return render(request, "search/alerts/new.html", context, status=429)
    # A machine, and whoever asks too often for one address, get the same answer as everybody.
    if not form.is_trapped and _has_turn(request, "alert_mail", address_hash(form.cleaned_data["email"])):
        _ask(form, listing, question.query)
    return HttpResponseRedirect(reverse("search:alert-sent"))


@never_cache
def alert_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever asked."""
    return render(request, "search/alerts/sent.html", {"days": days_to_confirm()})


@csrf_exempt
def alert_confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Where the link leads: what would be sent, and a button that turns it on. Opening it alone changes nothing: mail
    filters open links, too."""
    search = search_of_confirm_link(link)
    if search is None:
        return _over(request)
    if request.method == "POST":
        confirm_alert(search=search)
    return _shown(request, search, "confirm", link)


@csrf_exempt
def alert_stop(request: HttpRequest, link: str) -> HttpResponse:
    """A button that ends it. A mail program may press it by itself (RFC 8058): the secret link is all it has."""
    search = search_of_stop_link(link)
    if search is None:
        return _over(request)
    if request.method != "POST":
        return _shown(request, search, "stop", link)
    answer = _shown(request, search, "stopped", link)
    stop_alert(search=search)
    return answer


def alert_numbers(request: HttpRequest) -> HttpResponse:
    """How many searches are stored, by list, for the secretariat: no address and no words."""
    return render(request, "search/alerts/numbers.html", {"rows": alert_counts()})


def _question(request: HttpRequest, listing: Listing) -> Question:
    """The question of the list, without its order and its pages."""
    params = request.GET.copy()
    for name in (LIST, "page", "size", "sort"):
        params.pop(name, None)
    return read_question(params, facets_of(listing.kind), kind=listing.kind, language=current_language())


def _context(listing: Listing, question: Question) -> dict[str, Any]:
    query = question.query
    return {
        "listing": listing,
        "sentence": sentence_of(listing.kind, query.text, query.filters),
        "notices": [problem.message for problem in question.problems],
        "back": listing.path + address_of(query).removesuffix("?"),
        "days": days_to_confirm(),
    }


def _has_turn(request: HttpRequest, action: str, key: str = "") -> bool:
    limits = limits_of(action)
    return not limits or bool(ratelimit.consume(request, app="search", action=action, config=limits, key=key or None))


def _ask(form: AlertForm, listing: Listing, query: Query) -> None:
    ask_for_alert(
        email=form.cleaned_data["email"],
        kind=listing.kind,
        text=query.text,
        filters=query.filters,
        asked=address_of(query).removesuffix("?"),
        frequency=form.cleaned_data["frequency"],
        language=current_language(),
    )


def _shown(request: HttpRequest, search: SavedSearch, page: str, link: str) -> HttpResponse:
    context = {"search": search, "question": words_of(search), "link": link, "stop_link": stop_link_of(search)}
    return render(request, f"search/alerts/{page}.html", context)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "search/alerts/over.html", status=404)

"""Readers write to the organisers of a region or community, and see no address."""

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from community.actions.places import send_contact
from community.adapters import limits_of
from community.forms.contact import ContactForm
from community.models import Problem
from community.queries.places import PlacePage, community_page, region_page
from secunity.core.models.language import current_language

TEMPLATE = "community/contact.html"


@never_cache
@sensitive_post_parameters()
def region(request: HttpRequest, region: str) -> HttpResponse:
    """To the organisers of a region."""
    return _contact(request, region_page(region, current_language()))


@never_cache
@sensitive_post_parameters()
def community(request: HttpRequest, region: str, community: str) -> HttpResponse:
    """To those who run a community."""
    return _contact(request, community_page(region, community, current_language()))


def _contact(request: HttpRequest, place: PlacePage | None) -> HttpResponse:
    if place is None:
        raise Http404
    if request.method != "POST":
        form = ContactForm(initial={"message": _first_words(request, place)})
        return render(request, TEMPLATE, {"place": place, "form": form, "is_sent": "sent" in request.GET})
    form = ContactForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {"place": place, "form": form}, status=422)
    if not form.is_trapped:
        if not _has_turn(request, place):
            form.add_error(None, _("Many messages came from here in the last hour. Yours was not sent; try later."))
            return render(request, TEMPLATE, {"place": place, "form": form}, status=429)
        words = {name: form.cleaned_data[name] for name in ("name", "email", "message")}
        send_contact(page=place, language=current_language(), **words)
    # A machine gets the same answer as a person, and learns nothing from it.
    return HttpResponseRedirect(f"{request.path}?sent=1")


def _has_turn(request: HttpRequest, place: PlacePage) -> bool:
    limits = limits_of("contact")
    if not limits:
        return True
    key = str(place.translation_key)
    return bool(ratelimit.consume(request, app="community", action="contact", config=limits, key=key))


def _first_words(request: HttpRequest, place: PlacePage) -> str:
    """An answer to a problem of this community begins with the problem."""
    asked = request.GET.get("problem", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    problem = Problem.objects.public().filter(pk=number, community_key=place.translation_key).first()
    return _("On your problem “%(problem)s”:\n\n") % {"problem": problem.text} if problem else ""

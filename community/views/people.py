"""For those who look after members: how accounts are protected, and who has lost a phone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.adapters import refuse
from community.queries.people_security import (
    may_look_after_people,
    members_looked_after,
    protection_of_each,
    recoveries_for,
)
from community.views.reader import reader_of

PEOPLE_ON_A_PAGE = 50


def security(request: HttpRequest) -> HttpResponse:
    """The members of one's regions, each with what protects the account; no secret and no address."""
    if not may_look_after_people(request.user):
        return _refused(request)
    user = reader_of(request)
    members = members_looked_after(user).prefetch_related("affiliations__organisation")
    shown = Paginator(members, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    protected = protection_of_each(shown.object_list)
    people = [{"person": person, "protection": protected[person.pk]} for person in shown.object_list]
    return render(request, "community/people/security.html", {"people": people, "shown": shown})


def recoveries(request: HttpRequest) -> HttpResponse:
    """Who waits for a new second factor and is to be recognised by somebody like this person."""
    if not may_look_after_people(request.user):
        return _refused(request)
    user = reader_of(request)
    return render(request, "community/people/recoveries.html", {"recoveries": recoveries_for(user)})


def _refused(request: HttpRequest) -> HttpResponse:
    return refuse(request, _("This is for organisers, the secretariat and administrators."))

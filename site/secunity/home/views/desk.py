"""The desk of those who have an office: organisers, reviewers, chairs, secretaries, the secretariat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from community.adapters import refuse
from community.views.reader import reader_of
from secunity.core.models.language import current_language
from secunity.home.queries import Desk, may_see_desk


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and the news."""
    user = reader_of(request)
    if not may_see_desk(user):
        return refuse(request, _("The desk is for organisers, reviewers, chairs, secretaries and the secretariat."))
    return render(request, "home/desk.html", {"desk": Desk(user, current_language())})

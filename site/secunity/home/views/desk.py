"""The desk of those who have an office: organisers, reviewers, chairs, secretaries, the secretariat."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.adapters import refuse
from community.models import User
from secunity.home.queries import Desk, may_see_desk


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and the news."""
    user = User.objects.get(pk=cast(int, request.user.pk))
    if not may_see_desk(user):
        return refuse(request, _("The desk is for organisers, reviewers, chairs, secretaries and the secretariat."))
    return render(request, "home/desk.html", {"desk": Desk(user, get_language() or "ja")})

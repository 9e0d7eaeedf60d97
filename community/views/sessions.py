"""One of one's own sessions is ended."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.sessions import end_sessions
from community.adapters import ask_second_factor
from community.queries import has_enrolled_second_factor, has_second_factor
from community.views.reader import reader_of


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out; one that is gone already is no mistake."""
    if has_enrolled_second_factor(request.user) and not has_second_factor(request.session, request.user):
        return ask_second_factor(request)
    user = reader_of(request)
    session = UserSession.objects.filter(user=user, pk=pk).first()
    is_current = session is not None and session.session_key == request.session.session_key
    end_sessions(sessions=[session] if session else [], by=user)
    if is_current:
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect(reverse("usersessions_list"))

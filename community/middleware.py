"""A second factor before the Wagtail admin, its views kept to one's own region, and devices that are known again."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied

from community.adapters import ask_consents, ask_second_factor, ask_sign_in, refuse
from community.models import FourEyesRefusal
from community.queries import (
    WHOLE_HUB_REPORTS,
    explorable_pages,
    has_enrolled_second_factor,
    has_second_factor,
    is_editor,
)
from community.queries.consents import missing_consents
from community.queries.devices import DEVICE_COOKIE, NEW_DEVICE_TOKEN

ADMIN = "/admin/"
ADMIN_SIGN_IN = "/admin/login/"
ADMIN_SIGN_OUT = "/admin/logout/"
# In a session: the consents were looked at after its sign-in, and none was missing.
CONSENTS_ASKED = "consents_asked"
MEMBER_FOLDERS = ("/members/", "/rooms/")
PAGE_VIEWS = ("/admin/pages/", "/admin/localize/")
PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk"}
ACCOUNT_VIEWS = ("account_", "mfa_", "usersessions_")
OPEN_ACCOUNT_VIEWS = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
}

# So many of the things in the way of a deletion are named.
NAMED = 3

DEVICE_REMEMBERED_S = 365 * 24 * 3600
SEEN_SESSION_KEY = "seen_at"
ACTIVITY_NOTED_EVERY_S = 300


class SecondFactorMiddleware:
    """Lets nobody into the Wagtail admin without a second factor, and nobody change the factors of an account
    that has one with the password alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer in the place of a view that needs more than this session has shown."""
        if request.path == ADMIN_SIGN_IN:
            return _to_the_hubs_sign_in(request)
        if not _is_guarded(request) or not request.user.is_authenticated:
            return None
        if not has_second_factor(request.session, request.user):
            return ask_second_factor(request)
        if request.path.startswith(ADMIN) and not is_editor(request.user):
            # Wagtail would ask for a sign-in, and the sign-in would lead back here.
            return refuse(request, _("Writing and checking pages is for organisers and reviewers."))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in the admin why somebody may not approve what they wrote, or delete what something rests on."""
        if isinstance(exception, ProtectedError) and request.path.startswith(ADMIN):
            return _refuse_deletion(request, exception)
        if not isinstance(exception, FourEyesRefusal):
            return None
        messages.error(request, str(exception))
        url = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": url})
        return HttpResponseRedirect(url)


class DeviceMiddleware:
    """Gives a browser in which somebody has signed in its long-lived cookie, and notes the last activity of sessions.

    The cookie says nothing: only its keyed hash is kept, so that a sign-in from elsewhere is noticed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _note_activity(request)
        token = getattr(request, NEW_DEVICE_TOKEN, "")
        if token:
            response.set_cookie(
                DEVICE_COOKIE,
                token,
                max_age=DEVICE_REMEMBERED_S,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


class ConsentMiddleware:
    """Asks members for the consents that are missing before anything that is for members, once after each sign-in;
    who has taken one back is stopped at every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        """Answer in the place of a view for members where a consent is missing."""
        if not _is_for_members(request, view) or not request.user.is_authenticated:
            return None
        if request.user.suspended_at is None and request.session.get(CONSENTS_ASKED):
            return None
        if not has_second_factor(request.session, request.user):
            return None  # whoever guards the view asks for it first
        if request.user.suspended_at is None and not missing_consents(request.user):
            request.session[CONSENTS_ASKED] = True
            return None
        return ask_consents(request)


def _is_for_members(request: HttpRequest, view: Any) -> bool:
    if getattr(view, "asks_no_consents", False) or request.path in {ADMIN_SIGN_IN, ADMIN_SIGN_OUT}:
        return False
    is_inside = request.path.startswith(ADMIN) or any(part in request.path for part in MEMBER_FOLDERS)
    audience = getattr(view, "audience", "member" if is_inside else "everyone")
    return audience not in {"everyone", "link", "signed_in"}


class RegionWallMiddleware:
    """Keeps people of one region from the admin's views of another region's pages.

    Most of Wagtail's views ask for a right to the page; some that only show something ask for none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Wagtail's own refusal where a page or report in the address is none of this person's."""
        user = request.user
        if not user.is_authenticated or user.is_superuser:
            return None
        is_outside = request.path.startswith(WHOLE_HUB_REPORTS)
        if request.path.startswith(PAGE_VIEWS):
            # A snippet's key need be no number; a page's always is one.
            pages = {int(kwargs[name]) for name in PAGE_ARGUMENTS & kwargs.keys() if str(kwargs[name]).isdecimal()}
            is_outside |= explorable_pages(user).filter(pk__in=pages).count() < len(pages)
        return permission_denied(request) if is_outside else None


def _refuse_deletion(request: HttpRequest, exception: ProtectedError) -> HttpResponse:
    """Back to the question, with the names of what needs the thing; nothing has been deleted."""
    needed_by = ", ".join(sorted({str(each) for each in exception.protected_objects})[:NAMED])
    messages.error(request, _("Nothing was deleted: %(what)s cannot do without it.") % {"what": needed_by})
    return HttpResponseRedirect(request.get_full_path())


def _is_guarded(request: HttpRequest) -> bool:
    if request.path.startswith(ADMIN):
        return request.path != ADMIN_SIGN_OUT
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not name.startswith(ACCOUNT_VIEWS) or name in OPEN_ACCOUNT_VIEWS:
        return False
    return has_enrolled_second_factor(request.user)


def _note_activity(request: HttpRequest) -> None:
    """Once in a few minutes, so that reading pages does not write each time."""
    now = time.time()
    if now - request.session.get(SEEN_SESSION_KEY, 0) >= ACTIVITY_NOTED_EVERY_S:
        request.session[SEEN_SESSION_KEY] = int(now)
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _to_the_hubs_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    next_page = request.GET.get("next", "")
    if not next_page.startswith(ADMIN):
        return HttpResponseRedirect(reverse("account_login"))
    return ask_sign_in(request, next_page)

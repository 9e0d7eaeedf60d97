"""Asks for a second factor before the Wagtail admin, and keeps the admin's views to one's own region."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.auth import permission_denied

from community.adapters import ask_second_factor, ask_sign_in
from community.models import FourEyesRefusal
from community.queries import WHOLE_HUB_REPORTS, explorable_pages, has_enrolled_second_factor, has_second_factor

ADMIN = "/admin/"
ADMIN_SIGN_IN = "/admin/login/"
ADMIN_SIGN_OUT = "/admin/logout/"
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
        return None if has_second_factor(request.session, request.user) else ask_second_factor(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in the admin why somebody may not approve what they wrote."""
        if not isinstance(exception, FourEyesRefusal):
            return None
        messages.error(request, str(exception))
        url = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": url})
        return HttpResponseRedirect(url)


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
            pages = {int(kwargs[name]) for name in PAGE_ARGUMENTS & kwargs.keys()}
            is_outside |= explorable_pages(user).filter(pk__in=pages).count() < len(pages)
        return permission_denied(request) if is_outside else None


def _is_guarded(request: HttpRequest) -> bool:
    if request.path.startswith(ADMIN):
        return request.path != ADMIN_SIGN_OUT
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not name.startswith(ACCOUNT_VIEWS) or name in OPEN_ACCOUNT_VIEWS:
        return False
    return has_enrolled_second_factor(request.user)


def _to_the_hubs_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    next_page = request.GET.get("next", "")
    if not next_page.startswith(ADMIN):
        return HttpResponseRedirect(reverse("account_login"))
    return ask_sign_in(request, next_page)

"""How allauth treats this hub's people, and how a session is asked for its second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.queries import has_second_factor, is_member, second_factors_of


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: members are invited or accepted by their region."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed; joining goes through the regional organiser."""
        return False


def refuse_non_member(request: HttpRequest) -> HttpResponse | None:
    """None where the reader is a member with a proven second factor, else the answer that says what to do.

    Strangers go to the sign-in, sessions without a second factor to it; who is no member reads why (403).
    A client that asks for JSON gets 401 or 403 with a sentence in `detail`.
    """
    if not request.user.is_authenticated:
        return _refuse_json(request, 401, _("Please sign in.")) or ask_sign_in(request)
    if not has_second_factor(request.session, request.user):
        return _refuse_json(request, 403, _("This needs a second factor.")) or ask_second_factor(request)
    if not is_member(request.user):
        return _refuse_json(request, 403, _("This is for members.")) or render(
            request, "community/not_a_member.html", status=403
        )
    return None


def ask_sign_in(request: HttpRequest, next_page: str = "") -> HttpResponseRedirect:
    """To the sign-in, and from there to `next_page`, by default back to this page."""
    return HttpResponseRedirect(_with_next(request, "account_login", next_page))


def ask_second_factor(request: HttpRequest) -> HttpResponseRedirect:
    """To the set-up of a second factor for who has none, else to proving it; the message there says why."""
    kinds = set(second_factors_of(request.user).values_list("type", flat=True))  # type: ignore[arg-type]
    if not kinds:
        messages.info(
            request,
            _("What comes next is for members. Please set up a second factor once; it takes about two minutes."),
        )
        return HttpResponseRedirect(reverse("mfa_index"))
    messages.info(request, _("What comes next is for members. Please confirm with your second factor that it is you."))
    by_code = Authenticator.Type.TOTP in kinds
    return HttpResponseRedirect(_with_next(request, "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"))


def _with_next(request: HttpRequest, name: str, next_page: str = "") -> str:
    if request.method in {"GET", "HEAD"}:
        next_page = next_page or request.get_full_path()
    return f"{reverse(name)}?{urlencode({'next': next_page})}" if next_page else reverse(name)


def _refuse_json(request: HttpRequest, status: int, detail: str) -> JsonResponse | None:
    if request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return None
    return JsonResponse({"detail": detail}, status=status)

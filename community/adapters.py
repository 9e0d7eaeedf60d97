"""How allauth treats this hub's people, and how a session is asked for its second factor."""

import re
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.actions.sessions import end_sessions
from community.models import Recovery
from community.queries import has_second_factor, is_member, second_factors_of
from community.queries.people_security import awaits_new_factor
from community.queries.seals import SEALED_START
from secunity.core.actions import mail_on_commit
from secunity.core.models import seal_for
from secunity.core.models.language import current_language

# Fields that no page repeats; values that short are choices and numbers rather than words.
SECRET_FIELDS = re.compile("csrf|password|code|secret|token|credential")
LONGEST_CODE = 5
# The recovery whose set-up link this browser has opened.
RECOVERY_SESSION_KEY = "recovery"
OWN_LIMITS = {
    "lost_phone": "10/h/ip,3/h/key",
    "join": "20/h/ip,5/h/key",
    "contact": "6/h/ip,30/h/key",
    "alert": "20/h/ip",
    "alert_mail": "5/h/key,10/d/key",
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: members are invited or accepted by their region."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed; joining goes through the regional organiser."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Where the factors were reset, the password alone opens nothing: the link of the last mail comes first."""
        refused = super().pre_login(request, user, **kwargs)
        if refused is not None or not awaits_new_factor(user) or _holds_set_up_link(request, user):
            return refused
        clear_login(request)
        return render(request, "community/recovery/link_first.html", status=403)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the address alone: allauth adds the host as the browser says it, and whoever guesses may vary its port."""
        return str(credentials.get("email", "")).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the hub's own queue: no page waits for the mail server, nor breaks where it is away."""
        words = {"request": self.request, "email": email, "current_site": get_current_site(self.request), **context}
        mail = self.render_mail(template_prefix, email, words)
        mail_on_commit(
            recipient=email,
            language=current_language(),
            template="community/mail/plain.txt",
            context={"subject": mail.subject, "body": mail.body},
            kind="account",
        )


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Ended sessions are noted in the audit log."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them; they are the signed-in person's own."""
        user = self.request.user
        if user.is_authenticated:
            end_sessions(sessions=sessions, by=user)


def limits_of(action: str) -> dict[str, str]:
    """The limits of one of the hub's own forms, in allauth's words; none where limits are lifted."""
    lifted = getattr(settings, "ACCOUNT_RATE_LIMITS", None) is False
    return {} if lifted else {action: OWN_LIMITS[action]}


def _holds_set_up_link(request: HttpRequest, user: Any) -> bool:
    pk = request.session.get(RECOVERY_SESSION_KEY) or 0
    recovery = Recovery.objects.filter(pk=pk, user_id=user.pk).first()
    return recovery is not None and recovery.state == Recovery.State.RESET and not recovery.is_overdue


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in their own table; what was written before that is read as it is."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return seal_for("factor").close(text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; BrokenSealError where no key fits."""
        if not encrypted_text.startswith(SEALED_START):
            return encrypted_text
        return seal_for("factor").open(encrypted_text).decode()


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
            request, "community/not_a_member.html", {"typed": typed_text(request)}, status=403
        )
    return None


def refuse(request: HttpRequest, reason: str) -> HttpResponse:
    """403 with the reason in words, as a page that gives back what was typed, or as JSON."""
    context = {"reason": reason, "typed": typed_text(request)}
    return _refuse_json(request, 403, reason) or render(request, "community/refused.html", context, status=403)


def typed_text(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form they sent, to be copied from a refusal; no codes and no secrets."""
    texts = (value for name, values in request.POST.lists() if not SECRET_FIELDS.search(name) for value in values)
    return [text for text in texts if len(text) > LONGEST_CODE or "\n" in text]


def ask_consents(request: HttpRequest) -> HttpResponse:
    """To the consents that are missing, and from there back to this page; what was typed into a form is given back."""
    if request.method not in {"GET", "HEAD"}:
        return refuse(request, _("Your consents are missing. Please give them on your page, then send this again."))
    detail = _("Please give the consents that are missing first.")
    return _refuse_json(request, 403, detail) or HttpResponseRedirect(_with_next(request, "members:consents"))


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

"""Hears what allauth, Django and Wagtail announce about people and pages."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page, Site
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from community.actions import copy_page_rights
from community.actions.devices import mail_used_recovery_code, new_device_token, note_device
from community.actions.recovery import complete_recovery
from community.actions.sessions import note_access_change
from community.models import Affiliation, RoleGrant, User, WorkingGroupMembership
from community.queries import has_second_factor, second_factors_of
from community.queries.devices import DEVICE_COOKIE, NEW_DEVICE_TOKEN
from community.queries.people_security import FEW_CODES, protection_of
from secunity.core.actions import touch_content
from secunity.core.models.language import current_language


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    for signal, handler in (
        (user_logged_in, note_sign_in),
        (user_logged_out, note_sign_out),
        (user_login_failed, note_failed_sign_in),
        (authentication_failed, note_failed_second_factor),
        (authenticator_added, note_factor_added),
        (authenticator_added, trust_proven_factor),
        (authenticator_removed, note_factor_removed),
        (authenticator_removed, end_other_sessions),
        (authenticator_removed, forget_proof_of_removed_factors),
        (authenticator_reset, note_factor_reset),
        (user_logged_in, know_the_device),
        (authenticator_added, end_the_recovery),
        (authenticator_used, count_recovery_codes),
        (copy_for_translation_done, give_translation_its_rights),
    ):
        signal.connect(handler, dispatch_uid=f"community.{handler.__name__}")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_cached_pages, dispatch_uid="community.forget_cached_pages")
    post_delete.connect(forget_cached_pages, sender=Page, dispatch_uid="community.forget_cached_pages")
    for signal, model in (
        (post_delete, RoleGrant),
        (post_delete, WorkingGroupMembership),
        (post_delete, Affiliation),
        (post_delete, Authenticator),
        (post_save, User),
    ):
        signal.connect(note_changed_access, sender=model, dispatch_uid="community.note_changed_access")
    post_delete.connect(note_ended_session, sender=Session, dispatch_uid="community.note_ended_session")


def note_sign_in(sender: Any, user: User, **_rest: Any) -> None:
    """Into the audit log."""
    _note(user, "community.sign_in", by=user)


def note_sign_out(sender: Any, user: User | None, **_rest: Any) -> None:
    """Into the audit log."""
    if user is not None:
        _note(user, "community.sign_out", by=user)


def note_failed_sign_in(sender: Any, credentials: dict[str, Any], **_rest: Any) -> None:
    """Into the audit log, of the person where there is one and else of the hub.

    allauth asks the database once more for an unknown address; here it is asked once more for a known one.
    """
    typed = credentials.get("email") or credentials.get("username") or ""
    address = EmailAddress.objects.filter(email=typed.lower()).first()
    hub = Site.objects.filter(is_default_site=True).first()
    about = User.objects.get(pk=address.user_id) if address else hub
    if about is not None:
        log(instance=about, action="community.sign_in_failed")


def note_failed_second_factor(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Into the audit log."""
    _note(user, "community.second_factor_failed", type=authenticator.type)


def note_factor_added(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Into the audit log."""
    _note(user, "community.second_factor_added", by=user, type=authenticator.type)


def note_factor_removed(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Into the audit log."""
    _note(user, "community.second_factor_removed", by=user, type=authenticator.type)


def note_factor_reset(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Into the audit log."""
    _note(user, "community.second_factor_reset", by=user, type=authenticator.type)


def trust_proven_factor(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any
) -> None:
    """Count the first factor's enrolment as its proof, so that who set it up need not prove it again at once.

    Enrolling an authenticator app or a passkey shows a working one; making recovery codes shows nothing. A further
    factor of an account is no proof of the first.
    """
    is_first = not second_factors_of(user).exclude(pk=authenticator.pk).exists()
    is_proof = authenticator.type != Authenticator.Type.RECOVERY_CODES
    if is_proof and is_first and request.user == user and not has_second_factor(request.session, user):
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


def end_other_sessions(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    """A factor is removed when it is lost or in wrong hands: sessions elsewhere may be, too."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def forget_proof_of_removed_factors(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Who has removed the last factor sets up a new one before going on."""
    if not second_factors_of(user).exists():
        records = get_authentication_records(request, user)
        kept = [record for record in records if record.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def know_the_device(sender: Any, request: HttpRequest | None, user: User, **_rest: Any) -> None:
    """Mail where nobody has signed in from this browser before; the cookie that knows it again goes with the answer."""
    if request is None or "REQUEST_METHOD" not in request.META:
        return  # no browser: a command or a test signs somebody in
    token = request.COOKIES.get(DEVICE_COOKIE) or new_device_token()
    setattr(request, NEW_DEVICE_TOKEN, token)
    language = current_language()
    note_device(user=user, token=token[:100], user_agent=request.headers.get("User-Agent", ""), language=language)


def end_the_recovery(sender: Any, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """A new second factor ends what a lost one began."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        complete_recovery(user=user)


def count_recovery_codes(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any
) -> None:
    """Whoever used a recovery code hears how many are left, here and by mail."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    left = protection_of(user).codes_left
    mail_used_recovery_code(user=user, left=left, language=current_language())
    words = ngettext(
        "%(left)d recovery code is left. Please make new ones in good time.",
        "%(left)d recovery codes are left. Please make new ones in good time.",
        left,
    )
    level = messages.WARNING if left <= FEW_CODES else messages.INFO
    messages.add_message(request, level, words % {"left": left})


def note_changed_access(sender: Any, instance: Any, **options: Any) -> None:
    """A role, a membership or a factor has gone, or the person has changed: open sockets are asked again."""
    if options.get("created") or options.get("raw") or set(options.get("update_fields") or ()) == {"last_login"}:
        return
    note_access_change(instance.pk if isinstance(instance, User) else instance.user_id)


def note_ended_session(sender: Any, instance: Session, **_rest: Any) -> None:
    """Signed out or revoked: the sockets of this person are asked again."""
    user_id = instance.get_decoded().get(SESSION_KEY)
    if user_id is not None:
        note_access_change(int(user_id))


def give_translation_its_rights(sender: Any, source_obj: Any, target_obj: Any, **_rest: Any) -> None:
    """The translation of a page belongs to the same people and takes the same way to publication."""
    if isinstance(source_obj, Page):
        copy_page_rights(source=source_obj, target=target_obj)


def forget_cached_pages(sender: Any, **_rest: Any) -> None:
    """Lists of pages are on other pages, too: what any page shows may have changed."""
    touch_content()


def _note(user: User, action: str, by: User | None = None, **data: Any) -> None:
    # request.user is lazy, twice over under allauth, and Wagtail's log knows no log for a wrapper's type.
    person = User.objects.get(pk=user.pk)
    log(instance=person, action=action, user=by and person, data=data)

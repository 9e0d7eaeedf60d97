"""What follows when somebody asks for help with an address, and when two people have approved a new start."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task
from wagtail.log_actions import log

from community.models import AddressInquiry, Recovery, User
from community.queries import second_factors_of
from community.queries.people_security import awaits_new_factor
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url, keyed_hash
from secunity.core.tasks import periodic

KEPT_AFTER_END = timedelta(days=365)


@task()
def answer_inquiry(inquiry_id: int) -> None:
    """Mail whoever has an account at the address that was typed; nobody else hears of it."""
    with transaction.atomic():
        inquiry = AddressInquiry.objects.select_for_update().filter(pk=inquiry_id).first()
        if inquiry is None:
            return
        people = filter_users_by_email(inquiry.address, is_active=True, prefer_verified=True, for_login=True)
        for user in people:
            _ANSWERS[AddressInquiry.Kind(inquiry.kind)](user, inquiry)
        inquiry.delete()


@task()
def carry_out(recovery_id: int) -> None:
    """Take away the factors and sessions of an approved recovery whose waiting time is over; else do nothing."""
    with transaction.atomic():
        recovery = Recovery.objects.select_for_update().filter(pk=recovery_id, state=Recovery.State.APPROVED).first()
        if recovery is not None and timezone.now() >= recovery.takes_effect_at:
            _reset(recovery)


@periodic(minutes=1)
def carry_out_due_recoveries() -> None:
    """Carry out what has been approved and is due, answer what a stopped process left, end what ran out of time."""
    for pk in Recovery.objects.filter(state=Recovery.State.APPROVED).values_list("pk", flat=True):
        carry_out.call(pk)
    for pk in AddressInquiry.objects.values_list("pk", flat=True)[:200]:
        answer_inquiry.call(pk)
    for recovery in Recovery.objects.filter(state__in=[Recovery.State.ASKED, Recovery.State.WAITING]):
        if recovery.is_overdue:
            end_recovery(recovery, Recovery.State.EXPIRED)


@periodic(minutes=24 * 60)
def forget_old_recoveries() -> int:
    """Delete what ended a year ago; returns how many rows. The audit log keeps that it was."""
    return Recovery.objects.filter(ended_at__lt=timezone.now() - KEPT_AFTER_END).delete()[0]


@transaction.atomic
def end_recovery(recovery: Recovery, state: Recovery.State, *, by: User | None = None) -> None:
    """Close `recovery` in this last state; its links work no longer."""
    recovery.state, recovery.ended_at = state, timezone.now()
    recovery.confirm_hash = recovery.cancel_hash = recovery.set_up_hash = ""
    recovery.save()
    note(recovery, f"community.recovery_{state}", by=by)


def note(recovery: Recovery, action: str, *, by: User | None = None, **data: Any) -> None:
    """Into the audit log of the person whom it is about."""
    log(instance=User.objects.get(pk=recovery.user_id), action=action, user=by, data={"recovery": recovery.pk, **data})


def new_link(recovery: Recovery, purpose: str) -> str:
    """A fresh address for `purpose` (confirm, cancel, set_up); the one before it works no longer. Not saved yet."""
    token = secrets.token_urlsafe(32)
    setattr(recovery, f"{purpose}_hash", keyed_hash(token, f"recovery-{purpose}"))
    with translation.override(recovery.language):
        return absolute_url(reverse(f"members:recovery-{purpose.replace('_', '-')}", args=[token]))


def tell(recovery: Recovery, template: str, context: Mapping[str, Any]) -> None:
    """Mail the person, with a link that stops the recovery where it can still be stopped. Saves the recovery."""
    links = {"cancel_url": new_link(recovery, "cancel")} if recovery.state in Recovery.OPEN else {}
    recovery.save()
    mail_on_commit(
        recipient=recovery.user.email,
        language=recovery.language,
        template=f"community/mail/{template}.txt",
        context={"recovery": recovery, **links, **context},
        kind=template,
    )


def _begin_recovery(user: User, inquiry: AddressInquiry) -> None:
    """Mail the link that starts a recovery; where one is under way, how it stands."""
    running = Recovery.objects.filter(user=user, state__in=[*Recovery.OPEN, Recovery.State.RESET]).first()
    if running is not None and running.state in (Recovery.State.WAITING, Recovery.State.APPROVED):
        tell(running, "recovery_state", {"approvals": running.approvals.count()})
        return
    if running is not None:
        end_recovery(running, Recovery.State.EXPIRED)
    if not second_factors_of(user).exists() and not awaits_new_factor(user):
        _mail_no_factor(user, inquiry)
        return
    recovery = Recovery.objects.create(user=user, language=inquiry.language)
    note(recovery, "community.recovery_asked")
    tell(recovery, "recovery_asked", {"confirm_url": new_link(recovery, "confirm")})


def _mail_no_factor(user: User, inquiry: AddressInquiry) -> None:
    with translation.override(inquiry.language):
        url = absolute_url(reverse("account_login"))
    mail_on_commit(
        recipient=user.email,
        language=inquiry.language,
        template="community/mail/recovery_not_needed.txt",
        context={"login_url": url},
        kind="recovery_not_needed",
    )


def _mail_new_password(user: User, inquiry: AddressInquiry) -> None:
    """The link under which allauth takes a new password."""
    key = default_token_generator.make_token(user)
    with translation.override(inquiry.language):
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    mail_on_commit(
        recipient=user.email,
        language=inquiry.language,
        template="community/mail/new_password.txt",
        context={"url": absolute_url(path)},
        kind="new_password",
    )


def _reset(recovery: Recovery) -> None:
    Authenticator.objects.filter(user=recovery.user).delete()
    for session in UserSession.objects.filter(user=recovery.user):
        session.end()
    recovery.state, recovery.reset_at = Recovery.State.RESET, timezone.now()
    recovery.cancel_hash = ""
    note(recovery, "community.recovery_reset")
    tell(recovery, "recovery_reset", {"set_up_url": new_link(recovery, "set_up")})


_ANSWERS = {AddressInquiry.Kind.FACTOR: _begin_recovery, AddressInquiry.Kind.PASSWORD: _mail_new_password}

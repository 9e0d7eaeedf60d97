"""A lost phone: asked for, confirmed by mail, approved by two people, stopped, and ended by a new second factor."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import APPROVALS_NEEDED, AddressInquiry, Recovery, RecoveryApproval, User
from community.queries.notifications import language_of
from community.queries.people_security import entitled_to_approve, may_approve
from community.tasks.recovery import answer_inquiry, carry_out, end_recovery, note, tell
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url, keyed_hash


@transaction.atomic
def ask_about_address(*, kind: AddressInquiry.Kind, address: str, language: str) -> None:
    """Take down that somebody wants help with `address`. The same is done whether or not there is an account."""
    inquiry = AddressInquiry.objects.create(kind=kind, address=address.strip().lower(), language=language)
    transaction.on_commit(lambda: answer_inquiry.enqueue(inquiry.pk))


def find_recovery(purpose: str, token: str) -> Recovery | None:
    """The recovery to which this link for `purpose` (confirm, cancel, set_up) belongs, while it works."""
    found = Recovery.objects.select_related("user").filter(
        **{f"{purpose}_hash": keyed_hash(token, f"recovery-{purpose}")}
    )
    recovery = found.first()
    return recovery if recovery is not None and not recovery.is_overdue else None


@transaction.atomic
def confirm_recovery(*, recovery: Recovery) -> None:
    """The person has opened the link: two people are asked to say who it is. Doing it twice changes nothing."""
    recovery = _locked(recovery)
    if recovery.state != Recovery.State.ASKED:
        return
    recovery.state, recovery.confirmed_at, recovery.confirm_hash = Recovery.State.WAITING, timezone.now(), ""
    note(recovery, "community.recovery_confirmed")
    tell(recovery, "recovery_confirmed", {})
    for helper in entitled_to_approve(recovery.user):
        _ask_helper(recovery, helper)


@transaction.atomic
def approve_recovery(*, recovery: Recovery, approver: User, method: str, text: str = "") -> Recovery:
    """`approver` says how they made sure who it is; the second approval sets the reset in motion.

    PermissionDenied for who may not, ValidationError where nothing waits or this person has approved already.
    """
    recovery = _decidable(recovery, approver)
    if recovery.state != Recovery.State.WAITING:
        raise ValidationError(_("Two people have approved already."))
    try:
        with transaction.atomic():
            RecoveryApproval.objects.create(recovery=recovery, approver_id=approver.pk, method=method, note=text)
    except IntegrityError as error:
        raise ValidationError(_("You have approved already. Somebody else has to be the second person.")) from error
    note(recovery, "community.recovery_approved", by=_person(approver), method=method)
    if recovery.approvals.count() >= APPROVALS_NEEDED:
        recovery.state, recovery.approved_at = Recovery.State.APPROVED, timezone.now()
        transaction.on_commit(lambda: carry_out.enqueue(recovery.pk))
    tell(recovery, "recovery_state", {"approvals": recovery.approvals.count()})
    return recovery


@transaction.atomic
def refuse_recovery(*, recovery: Recovery, by: User, reason: str) -> None:
    """End the request because it does not seem to be the person; they read the reason. Errors as for approving."""
    recovery = _decidable(recovery, by)
    recovery.refused_by_id, recovery.reason = by.pk, reason
    end_recovery(recovery, Recovery.State.REFUSED, by=_person(by))
    tell(recovery, "recovery_refused", {})


@transaction.atomic
def cancel_recovery(*, recovery: Recovery) -> None:
    """The person stops it; whoever had approved hears of it, for somebody may have deceived them."""
    recovery = _locked(recovery)
    if recovery.state not in Recovery.OPEN:
        return
    helpers = [each.approver for each in recovery.approvals.select_related("approver") if each.approver]
    end_recovery(recovery, Recovery.State.CANCELLED, by=_person(recovery.user))
    tell(recovery, "recovery_cancelled", {})
    for helper in helpers:
        _mail_helper(recovery, helper, "recovery_was_cancelled")


@transaction.atomic
def complete_recovery(*, user: User) -> None:
    """A new second factor is there: whatever waited for it is done, and its link works no longer."""
    for recovery in Recovery.objects.filter(user_id=user.pk, reset_at__isnull=False).exclude(state=Recovery.State.DONE):
        end_recovery(recovery, Recovery.State.DONE, by=_person(user))


def _decidable(recovery: Recovery, by: User) -> Recovery:
    recovery = _locked(recovery)
    if not may_approve(by, recovery):
        raise PermissionDenied(_("Your own role does not let you decide on this."))
    if recovery.state not in (Recovery.State.WAITING, Recovery.State.APPROVED) or recovery.is_overdue:
        raise ValidationError(_("Nothing waits here any more: %(state)s.") % {"state": recovery.get_state_display()})
    return recovery


def _locked(recovery: Recovery) -> Recovery:
    return Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery.pk)


def _ask_helper(recovery: Recovery, helper: User) -> None:
    _mail_helper(recovery, helper, "recovery_please_help")


def _mail_helper(recovery: Recovery, helper: User, template: str) -> None:
    language = language_of(helper)
    with translation.override(language):
        url = absolute_url(reverse("members:recovery-decide", args=[recovery.pk]))
    mail_on_commit(
        recipient=helper.email,
        language=language,
        template=f"community/mail/{template}.txt",
        context={"recovery": recovery, "helper": helper, "url": url},
        kind=template,
    )


def _person(user: User) -> User:
    # request.user is lazy, and Wagtail's log knows no log for a wrapper's type.
    return User.objects.get(pk=user.pk)

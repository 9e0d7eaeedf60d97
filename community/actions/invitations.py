"""Invitations: a link by mail, good once and for a while, by which a person comes in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.actions.consents import give_consents
from community.actions.people import admit_person
from community.models import Affiliation, Application, ConsentDocument, Invitation, Organisation, User
from community.queries.applications import hash_of_address, link_of, may_handle_invitation, people_with_address
from community.queries.consents import missing_consents
from community.queries.organisations import colleagues_in, may_run
from secunity.core.actions import mail_on_commit

VALID_DAYS = 14
# How often one invitation can be sent: a mistyped address must not become a nuisance to a stranger.
LONGEST_ROW = 5


def invite_accepted(*, application: Application, by: User) -> Invitation:
    """The invitation of an applicant who was accepted; who can sign in already just reads that it is done."""
    invitation = Invitation.objects.create(
        email=application.email,
        name=application.person.get("name", ""),
        email_hash=application.email_hash,
        language=application.language,
        application=application,
        organisation=application.organisation,
        user=application.user,
        invited_by=User.objects.get(pk=by.pk),
        expires_at=_expiry(),
    )
    if application.user is not None and application.user.has_usable_password():
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["used_at"])
        _mail(invitation, "accepted_again")
    else:
        _mail(invitation, "accepted")
    return invitation


@transaction.atomic
def invite_colleague(
    *, organisation: Organisation, email: str, name: str, by: User, language: str, is_responsible: bool = False
) -> Invitation:
    """Somebody who runs an organisation invites a colleague; a second invitation of the same address renews the first.

    PermissionDenied for others; ValidationError where the colleague is there already.
    """
    if not may_run(by, organisation):
        raise PermissionDenied(_("This is for those who are responsible for the organisation."))
    person = people_with_address(email)
    if person is not None and colleagues_in(organisation).filter(user=person).exists():
        raise ValidationError(_("This person belongs to the organisation already."))
    open_ones = Invitation.objects.select_for_update().filter(used_at=None, withdrawn_at=None)
    invitation = open_ones.filter(organisation=organisation, email_hash=hash_of_address(email)).first()
    if invitation is not None:
        resend_invitation(invitation=invitation, by=by)
        return invitation
    invitation = Invitation.objects.create(
        email=email.strip(),
        name=name.strip(),
        email_hash=hash_of_address(email),
        language=language,
        organisation=organisation,
        is_responsible=is_responsible,
        invited_by=User.objects.get(pk=by.pk),
        expires_at=_expiry(),
    )
    _log(invitation, "community.invited", by)
    _mail(invitation, "invited")
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User | None) -> None:
    """Send it again with a new link and a new term; the old link is worth nothing any more.

    `by` None: whoever holds the expired link asks; the mail goes to the address it was for.
    """
    if by is not None and not may_handle_invitation(by, invitation):
        raise PermissionDenied(_("This invitation is not yours to send."))
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.used_at is not None or row.withdrawn_at is not None:
        raise ValidationError(_("This invitation was used or taken back."))
    if row.link_number >= LONGEST_ROW:
        raise ValidationError(_("This invitation was sent often enough. Please check the address and begin anew."))
    row.link_number += 1
    row.sent_at, row.expires_at = timezone.now(), _expiry()
    row.save()
    _log(row, "community.invited", by)
    _mail(row, "accepted" if row.application_id else "invited")


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Its link opens nothing any more."""
    if not may_handle_invitation(by, invitation):
        raise PermissionDenied(_("This invitation is not yours to take back."))
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.used_at is None and row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _log(row, "community.invitation_withdrawn", by)


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, name: str, password: str, documents: Iterable[ConsentDocument]
) -> User:
    """A person without an account comes in: name, password, consents, membership, affiliation, all or nothing.

    ValidationError where the link is used up or expired, the address can sign in already, the password is weak or a
    consent is missing.
    """
    row = _usable(invitation)
    person = row.user or people_with_address(row.email)
    if person is not None and person.is_active and person.has_usable_password():
        raise ValidationError(_("You can sign in already. Please sign in and open the link again."))
    person = admit_person(email=row.email, name=name)
    validate_password(password, person)
    person.set_password(password)
    person.name = name
    person.save(update_fields=["password", "name"])
    give_consents(user=person, documents=documents)
    _finish(row, person)
    return person


@transaction.atomic
def join_organisation(*, invitation: Invitation, user: User) -> None:
    """Somebody who is signed in already belongs to one more organisation."""
    row = _usable(invitation)
    if hash_of_address(user.email) != row.email_hash and people_with_address(row.email) != user:
        raise PermissionDenied(_("This invitation is for another address. Please sign in with that one."))
    _finish(row, User.objects.get(pk=user.pk))


def _usable(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not row.is_open or row.link_number != invitation.link_number:
        raise ValidationError(_("This link is used up or has expired."))
    return row


def _finish(invitation: Invitation, person: User) -> None:
    if missing_consents(person):
        raise ValidationError(_("All three consents are needed to join."))
    if invitation.organisation_id is not None:
        Affiliation.objects.get_or_create(
            user=person,
            organisation_id=invitation.organisation_id,
            defaults={"is_responsible": invitation.is_responsible},
        )
    invitation.user, invitation.used_at = person, timezone.now()
    invitation.save(update_fields=["user", "used_at"])
    log(instance=person, action="community.invitation_used", user=person, data={"invitation": str(invitation.key)})


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=VALID_DAYS)


def _mail(invitation: Invitation, name: str) -> None:
    organisation = invitation.organisation
    mail_on_commit(
        recipient=invitation.email,
        language=invitation.language,
        template=f"community/mail/join_{name}.txt",
        context={
            "link": link_of(invitation),
            "days": VALID_DAYS,
            "name": invitation.name,
            "organisation": organisation,
            "invited_by": invitation.invited_by,
        },
        kind="invitation",
    )


def _log(invitation: Invitation, action: str, by: User | None) -> None:
    data = {"organisation": invitation.organisation_id, "sending": invitation.link_number}
    log(instance=invitation, action=action, user=by and User.objects.get(pk=by.pk), data=data)

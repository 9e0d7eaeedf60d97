"""People come in and leave."""

from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.actions.organisations import leave_organisation
from community.actions.roles import grant_role, revoke_role
from community.actions.sessions import end_sessions, note_access_change
from community.models import Departure, DirectoryEntry, Organisation, Role, User, WorkingGroupMembership
from community.queries.applications import people_with_address

# What the privacy page and the bylaws promise.
DELETED_AFTER_DAYS = 30


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    totp_secret: str | None = None,
    is_superuser: bool = False,
) -> User:
    """A person with a confirmed mail address; with `totp_secret` (base 32) also an authenticator and recovery codes.

    No code of the authenticator is used up. ValidationError where the address is taken.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(_("Somebody with this mail address is here already."))
    make = User.objects.create_superuser if is_superuser else User.objects.create_user
    user = make(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if totp_secret:
        TOTP.activate(user, totp_secret)
        RecoveryCodes.activate(user)
    return user


@transaction.atomic
def admit_person(*, email: str, name: str) -> User:
    """The person with this address as a member: one who is here already, one who had left and comes back, or a new
    one who cannot sign in before setting a password."""
    person = people_with_address(email)
    if person is None:
        person = create_person(email=email.strip(), name=name)
    elif not person.is_active:
        if not Departure.objects.filter(user=person).exists():
            raise ValidationError(_("The account of this address was closed. Please ask the secretariat."))
        person.is_active, person.suspended_at = True, None
        person.save(update_fields=["is_active", "suspended_at"])
        Departure.objects.filter(user=person).delete()
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
    grant_role(user=person, role=Role.MEMBER, granted_by=None)
    return person


def rename_person(*, user: User, name: str) -> None:
    """The name by which the others know `user`."""
    User.objects.filter(pk=user.pk).update(name=name.strip())


@transaction.atomic
def leave_hub(*, user: User, successors: Mapping[int, User | None] | None = None) -> Departure:
    """`user` leaves for good: sessions, roles, affiliations and groups end at once; the term until deletion begins.

    `successors`: who follows where `user` is the last one responsible, by the organisation's id; None there lets the
    secretariat stand in. ValidationError where one is not named at all, or this is the last administrator.
    """
    person, named = User.objects.select_for_update().get(pk=user.pk), successors or {}
    for organisation in Organisation.objects.filter(affiliations__user=person):
        leave_organisation(
            organisation=organisation,
            user=person,
            by=person,
            successor=named.get(organisation.pk),
            to_secretariat=organisation.pk in named and named[organisation.pk] is None,
        )
    revoke_role(user=person, role=Role.MEMBER, revoked_by=person)
    WorkingGroupMembership.objects.filter(user=person).delete()
    DirectoryEntry.objects.filter(user=person).update(is_listed=False)
    end_sessions(sessions=UserSession.objects.filter(user=person), by=person)
    person.is_active = False
    # A password that fits nothing also ends the sessions that no list knows.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    note_access_change(person.pk)
    log(instance=person, action="community.left", user=person)
    return Departure.objects.create(user=person, delete_after=timezone.localdate() + timedelta(days=DELETED_AFTER_DAYS))

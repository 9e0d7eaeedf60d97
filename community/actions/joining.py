"""Applications to join: begun, continued, handed in, answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.actions.consents import adopt_consents, record_application_consents
from community.actions.invitations import invite_accepted
from community.actions.organisations import create_organisation
from community.actions.people import admit_person
from community.models import (
    Affiliation,
    Application,
    ConsentDocument,
    DirectoryEntry,
    Organisation,
    Prefecture,
    User,
)
from community.queries.applications import (
    hash_of_address,
    hash_of_number,
    link_of,
    may_answer,
    organisation_with_number,
    people_with_address,
)
from community.queries.consents import consents_of_application, current_documents
from community.queries.organisations import colleagues_in
from secunity.core.actions import mail_on_commit

# A draft that nobody goes on with is forgotten after so many days (the mail says so).
DRAFT_DAYS = 30
KEY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@transaction.atomic
def start_application(*, email: str, membership_class: str, language: str) -> Application:
    """Begin an application, or find the open one of the same address and kind, and send the link to go on.

    Whoever asks learns nothing from it: somebody who is here already gets the same link with other words.
    """
    same = Application.objects.select_for_update().filter(
        email_hash=hash_of_address(email), membership_class=membership_class
    )
    known = people_with_address(email)
    application = same.filter(state__in=[Application.State.DRAFT, Application.State.SUBMITTED]).first()
    if application is None:
        application = Application.objects.create(
            membership_class=membership_class,
            language=language,
            email_hash=hash_of_address(email),
            particulars={"email": email.strip()},
        )
    is_member = known is not None and known.is_active
    _mail(application, "known" if is_member else "start", name=known.name if known and is_member else "")
    return application


@transaction.atomic
def save_step(*, application: Application, step: str, facts: Mapping[str, Any]) -> None:
    """Keep what was written in one step ("person" or "organisation"); ValidationError once it is no draft."""
    application = _locked(application, Application.State.DRAFT)
    application.particulars = {**application.particulars, step: dict(facts)}
    prefecture = facts.get("prefecture_id")
    if prefecture:
        application.region = Prefecture.objects.get(pk=prefecture).region
    if step == "organisation":
        application.number_hash = hash_of_number(str(facts.get("corporate_number", "")))
    application.save()


@transaction.atomic
def agree_in_application(*, application: Application, documents: Iterable[ConsentDocument]) -> None:
    """Keep which documents the applicant agrees to."""
    record_application_consents(application=_locked(application, Application.State.DRAFT), documents=documents)


@transaction.atomic
def submit_application(*, application: Application) -> None:
    """Hand it in to the region. ValidationError where a step or a consent is missing."""
    application = _locked(application, Application.State.DRAFT)
    if application.region is None or not application.person:
        raise ValidationError(_("Something is missing. Please go through the steps once more."))
    agreed = {record.document_id for record in consents_of_application(application)}
    if {document.pk for document in current_documents()} - agreed:
        raise ValidationError(_("All three consents are needed to join."))
    application.state, application.submitted_at = Application.State.SUBMITTED, timezone.now()
    application.save()
    _log(application, "community.application_submitted", None)
    _mail(application, "received")


@transaction.atomic
def withdraw_application(*, application: Application) -> None:
    """The applicant takes it back: what they wrote and agreed to is deleted at once."""
    application = _locked(application, Application.State.DRAFT, Application.State.SUBMITTED)
    application.consents.filter(user=None).delete()
    application.state, application.particulars = Application.State.WITHDRAWN, {}
    application.save()
    _log(application, "community.application_withdrawn", None)


@transaction.atomic
def decline_application(*, application: Application, by: User, reason: str) -> None:
    """Say no, with the reason, which the applicant reads in a mail."""
    if not reason.strip():
        raise ValidationError(_("Please say why: the applicant reads it."))
    application = _locked_for(application, by)
    application.consents.filter(user=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    _decide(application, Application.State.DECLINED, by, reason=reason.strip())
    _mail(application, "declined", reason=reason.strip())


@transaction.atomic
def accept_application(*, application: Application, by: User) -> User:
    """Say yes: organisation, person, affiliation, consents and the role of a member come into being together, and the
    invitation leaves by mail. An organisation or person that is here already is used again.

    PermissionDenied where `by` may not; ValidationError where it was answered or taken back in the meantime.
    """
    application = _locked_for(application, by)
    person = admit_person(email=application.email, name=str(application.person["name"]))
    adopt_consents(application=application, user=person)
    application.user = person
    if application.is_for_organisation:
        application.organisation = _organisation_of(application, person)
    else:
        _listing_of(application, person)
    _decide(application, Application.State.ACCEPTED, by)
    invite_accepted(application=application, by=by)
    return person


def _organisation_of(application: Application, person: User) -> Organisation:
    facts = application.facts
    organisation = organisation_with_number(str(facts.get("corporate_number", "")))
    if organisation is None:
        organisation = create_organisation(key=_free_key(), membership_class=application.membership_class, facts=facts)
    DirectoryEntry.objects.get_or_create(
        organisation=organisation, defaults={"is_listed": bool(application.person.get("is_listed"))}
    )
    is_first = not colleagues_in(organisation).filter(is_responsible=True).exists()
    Affiliation.objects.get_or_create(user=person, organisation=organisation, defaults={"is_responsible": is_first})
    if is_first:
        Organisation.objects.filter(pk=organisation.pk).update(in_trust_since=None)
    return organisation


def _listing_of(application: Application, person: User) -> None:
    facts = application.person
    DirectoryEntry.objects.get_or_create(
        user=person,
        defaults={
            "membership_class": application.membership_class,
            "prefecture_id": facts.get("prefecture_id"),
            "industry_id": facts.get("industry_id") or None,
            "is_listed": bool(facts.get("is_listed")),
        },
    )


def _free_key() -> str:
    """A key that says nothing about the organisation and is not taken."""
    while True:
        key = f"m-{get_random_string(8, KEY_LETTERS)}"
        if not Organisation.objects.filter(key=key).exists():
            return key


def _locked(application: Application, *states: str) -> Application:
    """The row as it is now, kept from others until the end of the transaction."""
    row = Application.objects.select_for_update().select_related(None).get(pk=application.pk)
    if row.state not in states:
        raise ValidationError(
            _("This application cannot be changed any more: it is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


def _locked_for(application: Application, by: User) -> Application:
    if not may_answer(by, application):
        raise PermissionDenied(_("This application is for somebody else to answer."))
    return _locked(application, Application.State.SUBMITTED)


def _decide(application: Application, state: str, by: User, reason: str = "") -> None:
    application.state, application.decided_at = state, timezone.now()
    application.decided_by, application.reason = User.objects.get(pk=by.pk), reason
    application.save()
    _log(application, f"community.application_{state}", by)


def _mail(application: Application, words: str, /, **context: Any) -> None:
    mail_on_commit(
        recipient=application.email,
        language=application.language,
        template=f"community/mail/join_{words}.txt",
        context={"link": link_of(application), "days": DRAFT_DAYS, "person": application.person, **context},
        kind="joining",
    )


def _log(application: Application, action: str, by: User | None) -> None:
    data = {"region": application.region_id, "membership_class": application.membership_class}
    log(instance=application, action=action, user=by and User.objects.get(pk=by.pk), data=data)

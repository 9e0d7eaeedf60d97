"""Who has agreed to what, and what is still to be asked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from community.models import Affiliation, Application, ConsentDocument, ConsentKind, ConsentRecord, Organisation, User


@dataclass(frozen=True)
class AskedConsent:
    """One document that a person has to be asked about."""

    document: ConsentDocument
    agreed_version: int | None
    newer: tuple[ConsentDocument, ...]

    @property
    def is_new_version(self) -> bool:
        """Whether the person has agreed to an older version."""
        return self.agreed_version is not None


@dataclass(frozen=True)
class ConsentState:
    """One of the three consents of one person."""

    document: ConsentDocument
    record: ConsentRecord | None

    @property
    def is_current(self) -> bool:
        """Whether the newest version was agreed to."""
        return self.record is not None and self.record.document_id == self.document.pk


def current_documents(at: datetime | None = None) -> list[ConsentDocument]:
    """The version of each document that holds now (or at `at`), in the order in which they are asked."""
    return [versions[0] for versions in _versions(at or timezone.now()).values()]


def missing_consents(user: User) -> list[AskedConsent]:
    """What has to be asked before this person goes on: what they never agreed to or took back, and versions that
    were published before they signed in. A newer one waits for their next sign-in.

    Who runs the hub is not asked unless they have taken a consent back: that work rests on a contract.
    """
    if user.is_superuser and user.suspended_at is None:
        return []
    now = timezone.now()
    published = _versions(now)
    agreed = {record.document.kind: record.document.version for record in reversed(_valid(user))}
    asked = []
    for kind, versions in published.items():
        known = [each for each in versions if each.published_at <= (user.last_login or now)] or versions[-1:]
        if agreed.get(kind, 0) < known[0].version:
            newer = tuple(each for each in versions if each.version > agreed.get(kind, 0))
            asked.append(AskedConsent(versions[0], agreed.get(kind), newer))
    return asked


def consents_of(user: User) -> list[ConsentState]:
    """The state of each consent of one person."""
    records = {record.document.kind: record for record in reversed(_valid(user))}
    return [ConsentState(document, records.get(document.kind)) for document in current_documents()]


def consent_history(user: User) -> QuerySet[ConsentRecord]:
    """Everything this person has agreed to and taken back, newest first."""
    return ConsentRecord.objects.filter(user=user).select_related("document")


def consents_of_application(application: Application) -> QuerySet[ConsentRecord]:
    """What the applicant has agreed to and not taken back."""
    return application.consents.filter(withdrawn_at__isnull=True).select_related("document")


def organisation_consents_hold(organisation: Organisation) -> bool:
    """Whether somebody responsible for it has agreed to the newest version of all three and still does."""
    responsible = Affiliation.objects.filter(organisation=organisation, is_responsible=True).select_related("user")
    return any(
        each.user.is_active and all(state.is_current for state in consents_of(each.user)) for each in responsible
    )


def _versions(at: datetime) -> dict[str, list[ConsentDocument]]:
    """The published versions of each kind, newest first."""
    documents = list(ConsentDocument.objects.filter(published_at__lte=at).order_by("-version"))
    kinds = {kind.value: [each for each in documents if each.kind == kind] for kind in ConsentKind}
    return {kind: versions for kind, versions in kinds.items() if versions}


def _valid(user: User) -> list[ConsentRecord]:
    """Newest version first, without opening what is sealed in them."""
    records = ConsentRecord.objects.filter(user=user, withdrawn_at__isnull=True).defer("particulars")
    return list(records.select_related("document").order_by("-document__version"))

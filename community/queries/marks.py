"""The marks of organisations: which statement stands, and whether what it rests on still holds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from community.models import MarkDeclaration, Organisation, OrganisationMark, User
from community.queries.consents import organisation_consents_hold


@dataclass(frozen=True, slots=True)
class MarkStanding:
    """An organisation's newest statement and how it stands today."""

    mark: OrganisationMark
    declaration: MarkDeclaration
    state: MarkDeclaration.State

    @property
    def is_current(self) -> bool:
        """Whether the statement holds today."""
        return self.state == MarkDeclaration.State.CURRENT


def with_marks(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same organisations with their statements, for lists that show marks."""
    return organisations.select_related("mark").prefetch_related("mark__declarations")


def standing_of(organisation: Organisation, day: date | None = None) -> MarkStanding | None:
    """How the mark of `organisation` stands; None where it has never declared anything."""
    mark = getattr(organisation, "mark", None)
    newest = mark.newest if mark is not None else None
    if mark is None or newest is None:
        return None
    state = newest.state_on(day or timezone.localdate())
    if state == MarkDeclaration.State.CURRENT and not organisation_consents_hold(organisation):
        state = MarkDeclaration.State.SUSPENDED
    return MarkStanding(mark, newest, state)


def standing_at(code: str) -> MarkStanding | None:
    """How the mark at this public address stands; None for an address that no mark has."""
    mark = OrganisationMark.objects.select_related("organisation").filter(code=code).first()
    return standing_of(mark.organisation) if mark is not None else None


def leads_of(organisation: Organisation) -> QuerySet[User]:
    """The responsible people of `organisation` who can be written to."""
    return User.objects.filter(
        affiliations__organisation=organisation, affiliations__is_responsible=True, is_active=True
    ).distinct()

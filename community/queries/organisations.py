"""Organisations and the people in them."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from community.models import Affiliation, Organisation, User
from community.queries.rights import is_secretariat, leads, organisations_of


def may_run(user: User, organisation: Organisation) -> bool:
    """Whether `user` keeps this organisation's data and people: responsible for it, or the secretariat."""
    return leads(user, organisation) or is_secretariat(user)


def may_see(user: User, organisation: Organisation) -> bool:
    """Whether `user` sees the organisation's own page: who works there, and who keeps it."""
    return organisations_of(user).filter(pk=organisation.pk).exists() or is_secretariat(user)


def colleagues_in(organisation: Organisation) -> QuerySet[Affiliation]:
    """Everybody of the organisation who can still sign in, responsible people first."""
    active = organisation.affiliations.filter(user__is_active=True)
    return active.select_related("user").order_by("-is_responsible", "user__name", "pk")


def is_last_responsible(user: User, organisation: Organisation) -> bool:
    """Whether the organisation would have nobody responsible without `user`."""
    responsible = colleagues_in(organisation).filter(is_responsible=True)
    return responsible.filter(user=user).exists() and not responsible.exclude(user=user).exists()


def organisations_resting_on(user: User) -> list[Organisation]:
    """The organisations for which `user` is the only one responsible."""
    own = Organisation.objects.filter(affiliations__user=user)
    return [each for each in own if is_last_responsible(user, each)]


def organisations_in_trust() -> QuerySet[Organisation]:
    """The organisations for which the secretariat stands in."""
    return Organisation.objects.filter(in_trust_since__isnull=False).order_by("in_trust_since")


def people_due_for_deletion(on: date | None = None) -> QuerySet[User]:
    """People who have left and whose time has run out on that day (default: today)."""
    return User.objects.filter(departure__delete_after__lt=on or timezone.localdate())

"""The newest released version of each case that anyone may see."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from practices.models import Case, CaseVersion


def newest_versions_of(cases: QuerySet[Case]) -> QuerySet[CaseVersion]:
    """The newest released version of each of `cases`."""
    released = CaseVersion.objects.filter(released_at__isnull=False)
    newer = released.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    return released.filter(~Exists(newer), case__in=cases).order_by("pk")


def shown_versions(channel: str = "site") -> QuerySet[CaseVersion]:
    """What is shown of every case through one channel."""
    return newest_versions_of(Case.objects.through(channel))


def chosen_versions(keys: Collection[str], channel: str) -> QuerySet[CaseVersion]:
    """What is shown of the cases with these public ids through one channel."""
    return newest_versions_of(Case.objects.through(channel).filter(public_id__in=keys))

"""Reads of public cases: plain queries, without the index."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from community.models import Region
from practices.models import Case, CaseVersion, PracticePage

LABELS = ("case", "region", "prefecture", "industry_division", "industry_group", "size_band", "damage_band")


def public_versions(*narrowed: Q) -> QuerySet[CaseVersion]:
    """The newest released version of every case that anyone may see (and that fits `narrowed`), with its labels."""
    released = CaseVersion.objects.filter(released_at__isnull=False)
    newer = released.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    # Narrowed inside, so that the database need not list every released case to find twenty.
    public = Case.objects.released().filter(*narrowed)
    return released.filter(~Exists(newer), case__in=public).select_related(*LABELS)


def newest_versions() -> QuerySet[CaseVersion]:
    """Public cases, the one released last first."""
    return _newest_first(public_versions())


def versions_in_region(region: Region) -> QuerySet[CaseVersion]:
    """Public cases of a region, the one released last first."""
    return _newest_first(public_versions()).filter(region=region)


def versions_naming(practice: PracticePage) -> QuerySet[CaseVersion]:
    """Public cases that name a practice, in whatever language the practice is read."""
    return _newest_first(public_versions(Q(practice_links__practice_key=practice.translation_key)))


def case_counts_by_prefecture() -> dict[str, int]:
    """Released cases by the code of their prefecture; prefectures without a case are left out."""
    counted = public_versions().filter(prefecture__isnull=False).order_by()
    return dict(counted.values_list("prefecture").annotate(count=Count("pk")).values_list("prefecture", "count"))


def _newest_first(versions: QuerySet[CaseVersion]) -> QuerySet[CaseVersion]:
    return versions.order_by("-released_at", "-pk")

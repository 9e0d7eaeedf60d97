"""What the anonymity gate has to know: who the members are, what a report says, what was published before."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.models import IndustryGroup, Organisation, Prefecture, SizeBand
from practices.gate import Earlier, Members, Published, Subject
from practices.models import Case, CaseVersion, IncidentReport

_COLUMNS = (
    "prefecture_id",
    "prefecture__region_id",
    "industry_group_id",
    "industry_id",
    "industry_group__division_id",
    "public_band",
)
# Members' own bands are finer than those shown in public.
_PUBLIC_BAND = Coalesce("size_band__parent_id", "size_band_id")


def members_for_gate(published: Collection[int] = (), *, with_joining: bool) -> list[Members]:
    """All member organisations; `published` are the keys of those of which a case is public.

    The day an organisation joined matters only beside earlier versions: it is the day its first person came, and today
    where nobody is left, so that nobody hides behind a member who may not have been there.
    """
    places = _further_places()
    single = Organisation.objects.all() if with_joining else Organisation.objects.filter(pk__in=[*places, *published])
    joined, today = (_joined(), timezone.localdate()) if with_joining else ({}, dt.date.min)
    rows = single.annotate(public_band=_PUBLIC_BAND).values_list("pk", *_COLUMNS)
    one_by_one = [
        _members(row, places.get(pk, ()), published=int(pk in published), joined=joined.get(pk, today))
        for pk, *row in rows.iterator(2000)
    ]
    return one_by_one if with_joining else [*one_by_one, *_counted_together(without=single)]


def _counted_together(*, without: QuerySet[Organisation]) -> list[Members]:
    """The members about whom there is nothing special, counted by the database."""
    others = Organisation.objects.exclude(pk__in=without.values("pk")).order_by()
    rows = others.annotate(public_band=_PUBLIC_BAND).values_list(*_COLUMNS).annotate(number=Count("pk"))
    return [_members(row, (), organisations=number) for *row, number in rows]


def published_organisations() -> set[int]:
    """The organisations of which a case is public now."""
    released = Case.objects.released().values("pk")
    reports = IncidentReport.objects.filter(reviews__case__in=released, reviews__version__released_at__isnull=False)
    return set(reports.exclude(organisation=None).values_list("organisation_id", flat=True))


def subject_of(report: IncidentReport) -> Subject:
    """What is known of the organisation a report is about: what it says, else what the hub knows of it."""
    facts, organisation = report.facts, report.organisation
    prefecture = facts.get("prefecture") or (organisation.prefecture_id if organisation else "") or ""
    group, division = _industry(facts.get("industry") or "", organisation)
    when = facts.get("occurred") or facts.get("noticed") or ""
    return Subject(
        prefecture=prefecture,
        region=_region_of(prefecture),
        group=group,
        division=division,
        size_band=public_band(facts.get("size_band") or (organisation.size_band_id if organisation else "") or ""),
        month=when[:7],
    )


def earlier_versions(case: Case, report: IncidentReport) -> list[CaseVersion]:
    """The versions that readers can link with one of this case: its own and those of the same report, also withdrawn
    ones, since nobody forgets what was read."""
    linked = Q(case=case) | Q(review__report=report)
    return list(CaseVersion.objects.filter(linked, released_at__isnull=False).distinct())


def as_earlier(version: CaseVersion) -> Earlier:
    """A released version as the gate takes it."""
    released = timezone.localdate(version.released_at) if version.released_at else timezone.localdate()
    return Earlier(published_of(version), released)


def published_of(version: CaseVersion) -> Published:
    """What a version says of its organisation."""
    return Published(
        prefecture=version.prefecture_id or "",
        region=version.region_id or "",
        group=version.industry_group_id or "",
        division=version.industry_division_id or "",
        sector=version.industry_sector,
        size_band=version.size_band_id or "",
        size_class=version.size_class,
        period=version.occurred,
    )


def public_band(band: str) -> str:
    """The size band shown in public: the wider one that a member's own band belongs to."""
    parent = SizeBand.objects.filter(pk=band).values_list("parent_id", flat=True).first()
    return parent or band


def _members(row: Sequence[Any], places: tuple[tuple[str, str], ...], **facts: Any) -> Members:
    prefecture, region, group, division, group_division, band = row
    return Members(
        prefectures=frozenset({prefecture or "", *(place for place, _region in places)}),
        regions=frozenset({region or "", *(region for _place, region in places)}),
        group=group or "",
        division=group_division or division or "",
        size_band=band or "",
        **facts,
    )


def _further_places() -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = Organisation.prefectures.through.objects.values_list(
        "organisation_id", "prefecture_id", "prefecture__region_id"
    )
    for organisation, prefecture, region in rows:
        found[organisation] = (*found.get(organisation, ()), (prefecture, region))
    return found


def _joined() -> dict[int, dt.date]:
    first = Organisation.objects.annotate(first=Min("affiliations__user__date_joined"))
    return {pk: timezone.localdate(day) for pk, day in first.values_list("pk", "first") if day}


def _industry(code: str, organisation: Organisation | None) -> tuple[str, str]:
    """(group, division): a report says either."""
    if not code and organisation:
        code = organisation.industry_group_id or organisation.industry_id or ""
    if not code.isdigit():
        return "", code
    return code, IndustryGroup.objects.filter(pk=code).values_list("division_id", flat=True).first() or ""


def _region_of(prefecture: str) -> str:
    return Prefecture.objects.filter(pk=prefecture).values_list("region_id", flat=True).first() or ""

"""Who takes up what: one's own rows, and numbers about everybody's as far as they may be shown."""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from community.models import Organisation, Region, RegionPage, User
from practices.gate.suppress import TOTAL, Cell
from practices.models import (
    Case,
    CasePractice,
    CaseVersion,
    PracticeAdoption,
    PracticePage,
    PublishedCounts,
)
from practices.queries.practices import live_practices
from practices.queries.released import shown_versions

ADOPTION = "adoption-by-region"
# A region is named beside a number only where so many member organisations could be meant (knowledge.md, the gate).
LEAST_MEMBERS = 5
OTHER = "other"
MOST_SIMILAR = 3
MOST_GAPS = 5


class AdoptionTable(NamedTuple):
    """How many organisations try or use a practice: in all, and by region; `day` is the day the numbers are of."""

    day: Any
    total: Cell
    regions: list[tuple[str, Cell]]


class Gap(NamedTuple):
    """A way in that is frequent among the cases like ours, and the practices against it that we do not have."""

    route: str
    cases: int
    of: int
    practices: list[PracticePage]


def adoptions_of(user: User) -> list[tuple[PracticeAdoption, PracticePage | None]]:
    """The rows of `user`'s organisations with their practices' pages; those that changed last first."""
    rows = list(PracticeAdoption.objects.visible_to(user).select_related("organisation"))
    pages = pages_by_key([row.practice_key for row in rows])
    return [(row, pages.get(row.practice_key)) for row in rows]


def adoption_of(user: User, organisation: Organisation, practice_key: UUID) -> PracticeAdoption | None:
    """The row of one organisation of `user`'s."""
    rows = PracticeAdoption.objects.visible_to(user)
    return rows.filter(organisation=organisation, practice_key=practice_key).first()


def pages_by_key(keys: Collection[UUID]) -> dict[UUID, PracticePage]:
    """Published practices by key, in the active language where there is a translation, else in Japanese."""
    active = Locale.get_active()
    pages = PracticePage.objects.live().filter(translation_key__in=keys).select_related("locale")
    best: dict[UUID, PracticePage] = {}
    for page in pages.order_by("locale__language_code"):
        if page.translation_key not in best or page.locale_id == active.pk:
            best[page.translation_key] = page
    return best


def count_adoptions() -> tuple[dict[tuple[str, str], int], list[str], list[str]]:
    """(counts by region and practice, regions, practices) of what is tried or used. Never shown as it is.

    A region with too few members goes into "other", as does an organisation without a prefecture.
    """
    large = _regions_with_enough_members()
    counts: Counter[tuple[str, str]] = Counter()
    rows = PracticeAdoption.objects.at_work().values_list("organisation__prefecture__region", "practice_key")
    for region, key in rows.order_by():
        counts[region if region in large else OTHER, str(key)] += 1
    practices = sorted({*(key for _region, key in counts), *_practices_shown_before()})
    return dict(counts), [*(pk for pk in Region.objects.values_list("pk", flat=True) if pk in large), OTHER], practices


def adoption_table(practice: PracticePage) -> AdoptionTable | None:
    """What may be shown of one practice this week; None where no figures say anything of it."""
    row = PublishedCounts.objects.filter(key=ADOPTION).first()
    cells = {(line, column): Cell(count, mark) for line, column, count, mark in row.cells} if row else {}
    key = str(practice.translation_key)
    if row is None or (TOTAL, key) not in cells:
        return None
    regions = [(region.name, cells[region.pk, key]) for region in Region.objects.all() if (region.pk, key) in cells]
    return AdoptionTable(row.published_on, cells[TOTAL, key], regions)


def takers_of(keys: Collection[UUID]) -> dict[UUID, Cell]:
    """How many organisations try or use each of these practices, as far as it may be shown this week, in one query."""
    row = PublishedCounts.objects.filter(key=ADOPTION).first()
    totals = {column: Cell(count, mark) for line, column, count, mark in row.cells if line == TOTAL} if row else {}
    return {key: totals[str(key)] for key in keys if str(key) in totals}


def similar_practices(page: PracticePage) -> PageQuerySet:
    """Practices on the same themes in other regions, those with most themes in common first."""
    others = live_practices(page.locale.language_code).exclude(pk=page.pk)
    own = RegionPage.objects.ancestor_of(page).first()
    others = others.not_descendant_of(own) if own else others
    themes = [theme.pk for theme in page.themes.all()]
    alike = others.annotate(shared=Count("themes", filter=Q(themes__in=themes))).filter(shared__gt=0)
    return alike.select_related("locale").order_by("-shared", "-first_published_at")[:MOST_SIMILAR]


def gaps_of(organisation: Organisation, language: str) -> list[Gap]:
    """Ways in among released cases of its region or industry, against which it has taken up no practice."""
    versions = cases_like(organisation)
    counted = Counter(versions.exclude(entry_route="unknown").values_list("entry_route", flat=True))
    total = sum(counted.values())
    taken = set(
        PracticeAdoption.objects.at_work().filter(organisation=organisation).values_list("practice_key", flat=True)
    )
    gaps = []
    for route, number in counted.most_common(MOST_GAPS):
        against = practices_against(route)
        if not taken & set(against):
            pages = pages_by_key(against)
            label = str(CaseVersion.EntryRoute(route).label)
            gaps.append(Gap(label, number, total, [pages[key] for key in against if key in pages][:MOST_SIMILAR]))
    return gaps


def cases_like(organisation: Organisation) -> Any:
    """Released cases of its region or of its industry."""
    alike = Q()
    if organisation.prefecture:
        alike |= Q(region=organisation.prefecture.region_id)
    if organisation.industry_id:
        alike |= Q(industry_division=organisation.industry_id)
    return shown_versions().filter(alike) if alike else shown_versions().none()


def practices_against(route: str) -> list[UUID]:
    """The keys of practices that bear on released cases with this way in, most often named first."""
    cases = Case.objects.filter(pk__in=shown_versions().filter(entry_route=route).values("case"))
    links = CasePractice.objects.filter(case__in=cases).exclude(relation=CasePractice.Relation.RECOVERED_WITH)
    counted = links.values("practice_key").annotate(n=Count("case", distinct=True)).order_by("-n", "practice_key")
    return [row["practice_key"] for row in counted]


def _practices_shown_before() -> set[str]:
    """They stay in the table, at 0, when nobody has them any more: what is shown is never simply taken away."""
    row = PublishedCounts.objects.filter(key=ADOPTION).first()
    return {column for _line, column, *_shown in row.cells if column != TOTAL} if row else set()


def _regions_with_enough_members() -> set[str]:
    counted = Organisation.objects.order_by().values("prefecture__region").annotate(n=Count("pk"))
    return {row["prefecture__region"] for row in counted if row["prefecture__region"] and row["n"] >= LEAST_MEMBERS}

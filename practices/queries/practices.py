"""Reads of cases and practices."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Locale
from wagtail.query import PageQuerySet

from community.models import Region, RegionPage
from practices.models import Case, CasePractice, PracticePage


def live_practices(language: str) -> PageQuerySet:
    """Published practices in one language, newest first."""
    return PracticePage.objects.live().filter(locale__language_code=language).order_by("-first_published_at")


def practices_named_by_cases(language: str) -> PageQuerySet:
    """Published practices in one language, those first that most released cases name."""
    links = CasePractice.objects.filter(practice_key=OuterRef("translation_key"), case__in=Case.objects.released())
    counted = links.order_by().values("practice_key").annotate(n=Count("case", distinct=True)).values("n")
    named = live_practices(language).annotate(cases=Coalesce(Subquery(counted), 0)).filter(cases__gt=0)
    return named.select_related("locale").order_by("-cases", "-first_published_at")


def practices_of_region(region: Region, language: str) -> PageQuerySet:
    """Published practices below a region's page."""
    page = RegionPage.objects.filter(region=region, locale__language_code=language).first()
    return live_practices(language).descendant_of(page) if page else live_practices(language).none()


def practices_for_case(case: Case, locale: Locale) -> list[dict[str, Any]]:
    """Practices that bear on a case with the relation in words; in Japanese where there is no translation."""
    links = {link.practice_key: link for link in case.practice_links.all()}
    pages = PracticePage.objects.live().filter(translation_key__in=links).select_related("locale")
    best: dict[Any, PracticePage] = {}
    for page in pages:
        if page.translation_key not in best or page.locale_id == locale.pk:
            best[page.translation_key] = page
    return [{"page": p, "relation": links[key].get_relation_display()} for key, p in best.items()]


def regions_of(pages: Iterable[PracticePage]) -> dict[int, Region]:
    """The region above each of these practices, by its key, in one query."""
    above = list(RegionPage.objects.select_related("region"))
    return {page.pk: row.region for page in pages for row in above if page.path.startswith(row.path)}

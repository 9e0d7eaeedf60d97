"""Regions and their communities: who is reached by the contact form, which problems are open, which facts are due."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from community.models import (
    CommunityPage,
    FactCheck,
    MicArea,
    Problem,
    Region,
    RegionPage,
    Role,
    User,
)
from community.models.problems import ProblemQuerySet
from community.queries.rights import Person, is_organiser_of, is_secretariat, organised_regions_of

PlacePage = RegionPage | CommunityPage


@dataclass(frozen=True)
class PlaceFacts:
    """A region's or community's page with when its facts were last looked over; None if never."""

    page: PlacePage
    region: Region
    check: FactCheck | None

    def is_due(self, day: dt.date) -> bool:
        """Whether the organisers look over it again by `day`; what was never looked over is due."""
        return self.check is None or self.check.review_by <= day


def tends_region(user: Person, region: Region | str) -> bool:
    """Whether `user` may look over facts and put problems on the list there: its organisers, the secretariat."""
    return is_organiser_of(user, region) or is_secretariat(user)


def tended_regions(user: Person) -> QuerySet[Region]:
    """The regions that `user` tends."""
    return Region.objects.all() if is_secretariat(user) else organised_regions_of(user)


def region_page(code: str, language: str) -> RegionPage | None:
    """The live page of a region in `language`, else in another one."""
    pages = RegionPage.objects.live().public().filter(region_id=code).select_related("region", "locale")
    return _in_language(pages, language)


def community_page(region: str, slug: str, language: str) -> CommunityPage | None:
    """The live page of a community below its region in `language`, else in another one."""
    parents = RegionPage.objects.live().public().filter(region_id=region)
    pages = CommunityPage.objects.live().public().filter(slug=slug).select_related("locale")
    found = [page for parent in parents for page in pages.child_of(parent)]
    return _in_language(found, language)


def page_of_problem(problem: Problem, language: str) -> CommunityPage | None:
    """The live page of the community that has the problem, in `language` or else in another one."""
    pages = CommunityPage.objects.live().public().filter(translation_key=problem.community_key)
    return _in_language(pages.select_related("locale"), language)


def contact_addresses(page: PlacePage) -> dict[str, str]:
    """Where the mails of the contact form go, and in which language each is read. For sending only, never shown (P2).

    The responsible people of the organisations that run the community, else the organisers of the region, else the
    secretariat's address.
    """
    people = User.objects.filter(is_active=True)
    if isinstance(page, CommunityPage):
        organisations = [organisation.pk for organisation in page.organisations]
        responsible = people.filter(
            affiliations__organisation__in=organisations, affiliations__is_responsible=True, role_grants__isnull=False
        )
        if responsible.exists():
            return _addresses(responsible)
    organisers = people.filter(role_grants__role=Role.ORGANISER, role_grants__region=page.region)
    return _addresses(organisers) or {settings.CONTACT_EMAIL: settings.LANGUAGE_CODE}


def _addresses(people: QuerySet[User]) -> dict[str, str]:
    found = people.order_by("email").distinct().values_list("email", "mail_choice__language")
    return {email: language or settings.LANGUAGE_CODE for email, language in found}


def public_problems(*, region: Region | None = None, area: MicArea | None = None) -> ProblemQuerySet:
    """Problems that everybody may read, those that look for help first."""
    found = Problem.objects.public().select_related("region")
    if region is not None:
        found = found.in_region(region)
    if area is not None:
        found = found.in_mic_area(area)
    return found


def latest_check(page: PlacePage) -> FactCheck | None:
    """When the facts of the page, in whatever language, were last looked over."""
    return FactCheck.objects.filter(page_key=page.translation_key).first()


def places_of(user: Person, language: str) -> list[PlaceFacts]:
    """The pages that `user` tends, each once, those to look over soonest first."""
    regions = {region.pk: region for region in tended_regions(user)}
    found: list[tuple[PlacePage, Region]] = []
    for page in _each_once(RegionPage.objects.live().filter(region__in=regions).select_related("locale"), language):
        found.append((page, regions[page.region_id]))
        below = CommunityPage.objects.live().select_related("locale")
        parents = RegionPage.objects.live().filter(region=page.region_id)
        children = [child for parent in parents for child in below.child_of(parent)]
        found += [(child, regions[page.region_id]) for child in _each_once(children, language)]
    checks = _latest_checks([page.translation_key for page, _region in found])
    facts = [PlaceFacts(page, region, checks.get(page.translation_key)) for page, region in found]
    return sorted(facts, key=lambda each: each.check.review_by if each.check else dt.date.min)


def due_places(user: Person, language: str, day: dt.date) -> list[PlaceFacts]:
    """Those of `places_of` that are to be looked over by `day`: what waits on the organiser's desk."""
    return [facts for facts in places_of(user, language) if facts.is_due(day)]


def _latest_checks(keys: list[UUID]) -> dict[UUID, FactCheck]:
    checks = FactCheck.objects.filter(page_key__in=keys).order_by("checked_on", "pk")
    return {check.page_key: check for check in checks}


def _each_once(pages: "QuerySet | list", language: str) -> list:
    """One page of each translation, in `language` where there is one."""
    chosen: dict[UUID, PlacePage] = {}
    for page in pages:
        if page.translation_key not in chosen or page.locale.language_code == language:
            chosen[page.translation_key] = page
    return list(chosen.values())


def _in_language(pages: "QuerySet | list", language: str) -> "PlacePage | None":
    found = _each_once(pages, language)
    return next((page for page in found if page.locale.language_code == language), found[0] if found else None)

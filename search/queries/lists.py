"""Short lists for other pages: what is new, what belongs to a region, what is alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from community.models import Prefecture, Region
from practices.models import CasePage, CaseVersion, PracticePage
from practices.queries import live_practices
from search.engines.base import Query
from search.queries.cases import case_counts_by_prefecture, newest_versions, versions_in_region, versions_naming
from search.queries.items import Item, items_of_pages, items_of_versions
from search.queries.results import find, similar_items


@dataclass(frozen=True)
class Similar:
    """A thing like another one, with the words for what both share."""

    item: Item
    shared: tuple[str, ...]


def newest(kind: str, language: str, limit: int = 3) -> list[Item]:
    """The newest cases or practices ("case", "practice"); cases in `language` where they have been translated."""
    if kind == "practice":
        return items_of_pages(live_practices(language).select_related("locale")[:limit], kind)
    return items_of_versions(newest_versions().prefetch_related("texts")[:limit], language)


def cases_of_region(region: Region, language: str, limit: int = 5) -> list[Item]:
    """The newest cases of a region."""
    return items_of_versions(versions_in_region(region).prefetch_related("texts")[:limit], language)


def cases_of_practice(practice: PracticePage, language: str, limit: int = 5) -> list[Item]:
    """The newest cases that name a practice."""
    return items_of_versions(versions_naming(practice).prefetch_related("texts")[:limit], language)


def similar_cases(page: CasePage, limit: int = 3) -> list[Similar]:
    """Cases that tell of the same, then those with the same kinds of incident, those of the same industry first."""
    version = page.version
    if version is None:
        return []
    language = page.locale.language_code
    alike = similar_items(page.case.public_id, language, ("case",), limit)
    found = {item.id: Similar(item, (*_shared(version, item), *words)) for item, words in alike}
    for item in _cases_of_same_kind(page, version, limit) if len(found) < limit else []:
        found.setdefault(item.id, Similar(item, _shared(version, item)))
    return list(found.values())[:limit]


def practices_like_case(page: CasePage, limit: int = 3) -> list[Similar]:
    """Practices that speak of the same as a case, beside those that it names."""
    named = {str(link.practice_key) for link in page.case.practice_links.all()}
    return _alike(page.case.public_id, page.locale.language_code, "practice", named, limit)


def things_like_practice(page: PracticePage, kind: str, limit: int = 3) -> list[Similar]:
    """Things of a kind that speak of the same as a practice; of cases those that do not name it."""
    language = page.locale.language_code
    named = {item.id for item in cases_of_practice(page, language)} if kind == "case" else set()
    return _alike(str(page.translation_key), language, kind, named, limit)


def _alike(key: str, language: str, kind: str, left_out: set[str], limit: int) -> list[Similar]:
    found = similar_items(key, language, (kind,), limit + len(left_out))
    return [Similar(item, words) for item, words in found if item.id not in left_out][:limit]


def _cases_of_same_kind(page: CasePage, version: CaseVersion, limit: int) -> list[Item]:
    types = tuple(kind.pk for kind in version.incident_types.all())
    language = page.locale.language_code
    by_type = Query(filters={"incident_type": types}, kinds=("case",), sort="newest", size=limit + 1, language=language)
    queries: Sequence[Query] = [by_type] if types else []
    if types and version.industry_division_id:
        both = replace(by_type, filters={"incident_type": types, "industry": (version.industry_division_id,)})
        queries = [both, by_type]
    items: dict[str, Item] = {}
    for query in queries:
        for item in find(query).items:
            items.setdefault(item.id, item)
    items.pop(page.case.public_id, None)
    return list(items.values())


def _shared(version: CaseVersion, item: Item) -> tuple[str, ...]:
    mine = {kind.pk for kind in version.incident_types.all()}
    words = [kind.name for kind in item.thing.incident_types.all() if kind.pk in mine]
    division = item.thing.industry_division
    if division and division.pk == version.industry_division_id:
        words.append(division.short)
    return tuple(words)


def case_tiles() -> list[dict[str, Any]]:
    """Every prefecture with its place on the tile map, its number of released cases and the address of their list."""
    counts = case_counts_by_prefecture()
    cases = reverse("search:cases")
    return [
        {
            "code": each.pk,
            "name": each.name,
            "short": each.short,
            "x": each.tile_x,
            "y": each.tile_y,
            "count": counts.get(each.pk, 0),
            "url": f"{cases}?prefecture={each.pk}",
        }
        for each in Prefecture.objects.all()
    ]

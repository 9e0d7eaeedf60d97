"""Where pages belong, read off their place in the tree."""

from dataclasses import dataclass
from typing import Any

from community.models import CommunityPage, Prefecture, Region, RegionPage


@dataclass(frozen=True)
class Place:
    """Codes of regions and prefectures, and the vocabulary rows they stand for."""

    regions: tuple[str, ...] = ()
    prefectures: tuple[str, ...] = ()
    terms: tuple[Region | Prefecture, ...] = ()

    @property
    def mic_areas(self) -> tuple[str, ...]:
        """Codes of the communications ministry's areas that its prefectures lie in."""
        areas = (term.mic_area_id for term in self.terms if isinstance(term, Prefecture))
        return tuple(dict.fromkeys(areas))

    def names(self, language: str) -> list[str]:
        """Their names, as words to be found by."""
        return [term.name_in(language) for term in self.terms]


class Places:
    """The tree's regions and communities, read once for many pages."""

    def __init__(self) -> None:
        self._regions = {page.path: page.region for page in RegionPage.objects.select_related("region")}
        communities = CommunityPage.objects.prefetch_related("prefectures")
        self._prefectures = {page.path: tuple(page.prefectures.all()) for page in communities}

    def of(self, page: Any) -> Place:
        """The region above the page (or its own) and the prefectures of the community above it."""
        region = next((r for path, r in self._regions.items() if page.path.startswith(path)), None)
        region = region or getattr(page, "region", None)
        prefectures = next((p for path, p in self._prefectures.items() if page.path.startswith(path)), ())
        return Place(
            regions=(region.pk,) if region else (),
            prefectures=tuple(prefecture.pk for prefecture in prefectures),
            terms=(*([region] if region else ()), *prefectures),
        )

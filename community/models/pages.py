"""The pages of regions: METI's nine areas, and MIC's eleven as another view of the same prefectures."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from community.models.communities import CommunityPage, map_cells
from community.models.place_contact import NO_MAIL_ADDRESS, WithContact
from community.models.vocabularies import MicArea, Region
from secunity.core.models import BasePage, BodyPage


class RegionIndexPage(BodyPage):
    """All regions: METI's nine areas, and by a link MIC's eleven."""

    VIEWS = ("meti", "mic")

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["community.RegionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("List of regions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the areas to show; an unknown ?view= shows METI's and says so."""
        context = super().get_context(request, *args, **kwargs)
        asked = request.GET.get("view", "meti")
        view = asked if asked in self.VIEWS else "meti"
        areas = self._mic_areas() if view == "mic" else self._meti_areas()
        return context | {"view": view, "unknown_view": "" if asked == view else asked[:40], "areas": areas}

    def _meti_areas(self) -> list[dict[str, Any]]:
        pages = self._pages_by_region()
        communities = self._communities()
        return [
            {
                "area": region,
                "page": pages.get(region.pk),
                "prefectures": region.prefectures.all(),
                "communities": [c for c in communities if _region_codes(c) & {region.pk}],
            }
            for region in Region.objects.prefetch_related("prefectures")
        ]

    def _mic_areas(self) -> list[dict[str, Any]]:
        pages = self._pages_by_region()
        communities = self._communities()
        return [_mic_area(area, pages, communities) for area in MicArea.objects.prefetch_related("prefectures__region")]

    def _pages_by_region(self) -> dict[str, "RegionPage"]:
        return {page.region_id: page for page in RegionPage.objects.child_of(self).live()}

    def _communities(self) -> list["CommunityPage"]:
        live = CommunityPage.objects.live().public().in_language_of(self)
        with_facts = live.descendant_of(self).prefetch_related("prefectures", "organisers__organisation")
        return list(with_facts)


class RegionPage(WithContact, BasePage):
    """A region: who works there, in which prefectures, and what they share."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="pages", verbose_name=_("region"))
    intro = models.TextField(
        _("about the region"),
        blank=True,
        max_length=2000,
        validators=[NO_MAIL_ADDRESS],
        help_text=_("Who works together here and on what. Two or three short paragraphs."),
    )

    parent_page_types: ClassVar[list[str]] = ["community.RegionIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "community.CommunityPage",
        "practices.PracticePage",
        "events.MeetingPage",
    ]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("region", read_only=True),
        FieldPanel("intro"),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = _("Region")

    def clean(self) -> None:
        """The address of a region is its code, in every language."""
        super().clean()
        self.slug = self.region_id

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the prefectures and the communities that readers may see."""
        prefectures = list(self.region.prefectures.select_related("mic_area"))
        communities = CommunityPage.objects.child_of(self).live().public().prefetch_related("prefectures")
        return super().get_context(request, *args, **kwargs) | {
            "communities": communities,
            "prefectures": prefectures,
            "mic_bureaus": list(dict.fromkeys(p.mic_area.bureau_ja for p in prefectures)),
            "map_cells": map_cells({p.pk for p in prefectures}),
        }


def _region_codes(community: CommunityPage) -> set[str]:
    return {prefecture.region_id for prefecture in community.prefectures.all()}


def _mic_area(area: MicArea, pages: dict[str, RegionPage], communities: list[CommunityPage]) -> dict[str, Any]:
    prefectures = list(area.prefectures.all())
    codes = {prefecture.pk for prefecture in prefectures}
    return {
        "area": area,
        "page": None,
        "prefectures": prefectures,
        "region_pages": [pages[code] for code in dict.fromkeys(p.region_id for p in prefectures) if code in pages],
        "communities": [c for c in communities if codes & {p.pk for p in c.prefectures.all()}],
    }

"""The pages of regions and of their communities."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet

from community.blocks import ProblemListBlock
from community.models.people import Organisation
from community.models.vocabularies import MicArea, Prefecture, Region
from secunity.core.models import BasePage, BodyPage

YEAR_OR_MONTH = RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2]))?$", _("Write a year (2021) or a year and month (2021-04)."))


class CommunityPageQuerySet(PageQuerySet):
    def in_region(self, region: Region) -> "CommunityPageQuerySet":
        """Communities that work in a prefecture of `region`."""
        return self.filter(prefectures__region=region).distinct()

    def in_prefecture(self, prefecture: Prefecture) -> "CommunityPageQuerySet":
        """Communities that work in `prefecture`."""
        return self.filter(prefectures=prefecture).distinct()

    def in_language_of(self, page: BasePage) -> "CommunityPageQuerySet":
        """Communities as written in the language of `page`."""
        return self.filter(locale_id=page.locale_id)


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
        return list(live.descendant_of(self).prefetch_related("prefectures"))


class RegionPage(BasePage):
    """A region: who works there, in which prefectures, and what they share."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="pages", verbose_name=_("region"))
    intro = models.TextField(
        _("about the region"),
        blank=True,
        max_length=2000,
        help_text=_("Who works together here and on what. Two or three short paragraphs."),
    )
    contact = models.TextField(
        _("contact"),
        blank=True,
        max_length=600,
        help_text=_("How to reach the organisers. Please do not write personal addresses here."),
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


class CommunityPage(BasePage):
    """A regional security community: who runs it, where, since when, and what it needs."""

    prefectures = ParentalManyToManyField(Prefecture, related_name="communities", verbose_name=_("prefectures"))
    since = models.CharField(
        _("active since"),
        max_length=7,
        blank=True,
        validators=[YEAR_OR_MONTH],
        help_text=_("A year (2021) or a year and month (2021-04)."),
    )
    recognised_by = models.CharField(
        _("recognised by"),
        max_length=200,
        blank=True,
        help_text=_("Who recognised the community, and when. Leave it empty if nobody did."),
    )
    intro = models.TextField(
        _("about the community"),
        blank=True,
        max_length=2000,
        help_text=_("How it began, who takes part, what you do over a year."),
    )
    problems = StreamField(
        ProblemListBlock(),
        blank=True,
        verbose_name=_("problems looking for help"),
        help_text=_("Other regions read these and answer with a practice of theirs."),
    )
    contact = models.TextField(
        _("contact"),
        blank=True,
        max_length=600,
        help_text=_("How to reach you. Please do not write personal addresses here."),
    )

    objects: ClassVar[Any] = PageManager.from_queryset(CommunityPageQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["community.RegionPage"]
    subpage_types: ClassVar[list[str]] = ["practices.PracticePage", "events.MeetingPage"]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("prefectures", widget=CheckboxSelectMultiple),
                FieldPanel("since"),
                FieldPanel("recognised_by"),
            ],
            heading=_("Where and since when"),
        ),
        InlinePanel("organisers", label=_("organiser"), heading=_("Organisers")),
        FieldPanel("problems"),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = _("Community")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the small map of its prefectures."""
        cells = map_cells({prefecture.pk for prefecture in self.prefectures.all()})
        return super().get_context(request, *args, **kwargs) | {"map_cells": cells}

    @property
    def place(self) -> str:
        """Its prefectures by their short names."""
        return pgettext("between names", ", ").join(prefecture.short for prefecture in self.prefectures.all())

    @property
    def region(self) -> Region | None:
        """The region whose page it lives under."""
        parent = self.get_parent()
        return parent.specific.region if parent else None

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations that run it, in their order."""
        return [organiser.organisation for organiser in self.organisers.select_related("organisation")]

    @property
    def is_demo(self) -> bool:
        """Whether it is run by invented organisations, and so is invented itself."""
        return any(organisation.is_demo for organisation in self.organisations)


class CommunityOrganiser(Orderable):
    """An organisation runs a community."""

    page = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="communities", verbose_name=_("organisation")
    )

    panels: ClassVar[list[Any]] = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "organisation"], name="community_organiser_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


def map_cells(marked: set[str]) -> list[dict[str, Any]]:
    """The tile map of Japan with the prefectures of these codes marked, for `components/mini_map.html`."""
    return [{"x": p.tile_x, "y": p.tile_y, "is_marked": p.pk in marked} for p in Prefecture.objects.all()]


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

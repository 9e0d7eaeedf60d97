"""The pages of regional security communities."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet

from community.models.people import Organisation
from community.models.place_contact import NO_MAIL_ADDRESS, WithContact
from community.models.vocabularies import MicArea, Prefecture, Region
from secunity.core.models import BasePage

YEAR_OR_MONTH = RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2]))?$", _("Write a year (2021) or a year and month (2021-04)."))


class CommunityPageQuerySet(PageQuerySet):
    def in_region(self, region: Region) -> "CommunityPageQuerySet":
        """Communities that work in a prefecture of `region`."""
        return self.filter(prefectures__region=region).distinct()

    def in_mic_area(self, area: MicArea) -> "CommunityPageQuerySet":
        """Communities that work in a prefecture of MIC's `area`."""
        return self.filter(prefectures__mic_area=area).distinct()

    def in_prefecture(self, prefecture: Prefecture) -> "CommunityPageQuerySet":
        """Communities that work in `prefecture`."""
        return self.filter(prefectures=prefecture).distinct()

    def in_language_of(self, page: BasePage) -> "CommunityPageQuerySet":
        """Communities as written in the language of `page`."""
        return self.filter(locale_id=page.locale_id)


class CommunityPage(WithContact, BasePage):
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
        help_text=_("Who recognised the community. Leave it empty if nobody did."),
    )
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    recognition_url = models.URLField(
        _("where the recognition can be read"), blank=True, help_text=_("The page of those who recognised it.")
    )
    intro = models.TextField(
        _("about the community"),
        blank=True,
        max_length=2000,
        validators=[NO_MAIL_ADDRESS],
        help_text=_("How it began, who takes part, what you do over a year."),
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
            ],
            heading=_("Where and since when"),
        ),
        MultiFieldPanel(
            [FieldPanel("recognised_by"), FieldPanel("recognised_on"), FieldPanel("recognition_url")],
            heading=_("Recognition"),
        ),
        InlinePanel("organisers", label=_("organiser"), heading=_("Organisers")),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = _("Community")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds its prefectures, on the small map and in the areas of both ministries."""
        prefectures = list(self.prefectures.select_related("region", "mic_area"))
        return super().get_context(request, *args, **kwargs) | {
            "map_cells": map_cells({prefecture.pk for prefecture in prefectures}),
            "meti_areas": list(dict.fromkeys(prefecture.region for prefecture in prefectures)),
            "mic_areas": list(dict.fromkeys(prefecture.mic_area for prefecture in prefectures)),
        }

    def clean(self) -> None:
        """A day or an address of a recognition says whose it is."""
        super().clean()
        if (self.recognised_on or self.recognition_url) and not self.recognised_by:
            raise ValidationError({"recognised_by": _("Please say who recognised the community.")})

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
        return [organiser.organisation for organiser in self.organisers.all()]

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

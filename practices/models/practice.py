"""A practice of a regional community, under headings that are the same in every region."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from community.models import ActivityType, CommunityPage, Region, RegionPage
from practices.models.controls import Control
from practices.models.vocabularies import PartnerType, PracticeTheme
from secunity.core.models import BasePage, Vocabulary
from secunity.core.text.formats import format_date

LEAD_LENGTH = 400
FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class Stage(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    STARTING = "starting", _("Starting")
    ACTIVE = "active", _("Active")
    INDEPENDENT = "independent", _("Self-sustaining")
    PAUSED = "paused", _("Paused")


class Effort(models.TextChoices):
    LOW = "low", _("Half a day or less")
    MEDIUM = "medium", _("A few days")
    HIGH = "high", _("A few weeks or more")


class Budget(models.TextChoices):
    NONE = "none", _("No cost")
    TO_300K = "to_300k", _("Up to 300,000 yen a year")
    TO_1M = "to_1m", _("Up to 1 million yen a year")
    TO_5M = "to_5m", _("Up to 5 million yen a year")
    OVER_5M = "over_5m", _("Over 5 million yen a year")


def _heading(label: Any, help_text: Any = "") -> RichTextField:
    return RichTextField(label, blank=True, features=FEATURES, help_text=help_text)


def _names(terms: Iterable[Vocabulary]) -> str:
    return gettext(", ").join(term.name for term in terms)


class PracticePage(BasePage):
    """What one community did, why, with whom, at what cost, and what others can take from it."""

    subtitle = models.CharField(_("subtitle"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year it was carried out"), null=True, blank=True)
    org = models.CharField(_("who carries it out"), max_length=200, blank=True)
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, help_text=_("Separated by commas."))
    themes = ParentalManyToManyField(PracticeTheme, blank=True, verbose_name=_("themes"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.ACTIVE)
    effort_band = models.CharField(_("effort"), max_length=8, choices=Effort, blank=True)
    budget_band = models.CharField(_("budget"), max_length=8, choices=Budget, blank=True)
    partner_types = ParentalManyToManyField(PartnerType, blank=True, verbose_name=_("kinds of partners"))
    activity_types = ParentalManyToManyField(ActivityType, blank=True, verbose_name=_("kinds of activity"))
    controls = ParentalManyToManyField(Control, blank=True, verbose_name=_("controls"))
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    summary = _heading(_("What it is"), _("Two or three sentences that somebody in another region understands."))
    reason = _heading(_("Why we began"))
    goal = _heading(_("Goal"))
    challenge = _heading(_("What we took on"))
    content = _heading(_("What we do"))
    start_how = _heading(_("How it started"), _("Who called whom first?"))
    partners = _heading(_("Partners"), _("Industry, schools, government, police, chambers of commerce."))
    schemes = _heading(_("Schemes and budget used"))
    funding = _heading(_("Cost and people"), _("Rough cost a year, people in the secretariat."))
    constraints = _heading(_("Constraints"))
    device = _heading(_("What made it easier"))
    reach = _heading(_("How it reached firms that were not interested"))
    result = _heading(_("Results"))
    evaluation = _heading(_("How it is measured"))
    learned = _heading(_("What we learned"))
    sustain = _heading(_("How it keeps going"))
    spread = _heading(_("How to take it to another region"))
    related_urls = _heading(_("Related links"))
    related = _heading(_("Related cases"))
    contact = _heading(_("Contact"), _("Name an office, never a person's own address."))

    # One heading a line would hide the order.
    # fmt: off
    HEADINGS: ClassVar[tuple[str, ...]] = (
        "summary", "reason", "goal", "challenge", "content", "start_how", "partners", "schemes", "funding",
        "constraints", "device", "reach", "result", "evaluation", "learned", "sustain", "spread",
        "related_urls", "related", "contact",
    )
    # fmt: on

    template = "practices/practice_page.html"
    parent_page_types = ["community.RegionPage", "community.CommunityPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        MultiFieldPanel([FieldPanel(name) for name in HEADINGS], heading=_("Practice")),
        MultiFieldPanel(
            [
                FieldPanel("org"),
                FieldPanel("year"),
                FieldPanel("stage"),
                FieldPanel("effort_band"),
                FieldPanel("budget_band"),
                FieldPanel("keywords"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("partner_types", widget=forms.CheckboxSelectMultiple),
                FieldPanel("activity_types", widget=forms.CheckboxSelectMultiple),
                FieldPanel("controls", widget=forms.CheckboxSelectMultiple),
                FieldPanel("last_checked"),
                FieldPanel("review_by"),
            ],
            heading=_("Facts"),
        ),
    ]

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def clean(self) -> None:
        """The lead of lists and searches is the beginning of the summary, so that nobody writes it twice."""
        super().clean()
        self.lead = get_text_for_indexing(self.summary)[:LEAD_LENGTH]

    @property
    def region(self) -> Region | None:
        """The region under whose page it stands."""
        page = RegionPage.objects.ancestor_of(self).first()
        return page.region if page else None

    @property
    def community_page(self) -> CommunityPage | None:
        """The community under whose page it stands."""
        return CommunityPage.objects.ancestor_of(self).first()

    @property
    def is_overdue(self) -> bool:
        """True once the date by which somebody should have checked the text has passed."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Label and value of what can be compared between regions."""
        language = self.locale.language_code
        community = self.community_page
        rows = [
            (_("Region"), self.region.name if self.region else ""),
            (_("For and by whom"), self.org),
            (_("Year carried out"), str(self.year or "")),
            (_("Stage"), self.get_stage_display()),
            (_("Effort"), self.get_effort_band_display()),
            (_("Budget"), self.get_budget_band_display()),
            (_("Partners"), _names(self.partner_types.all())),
            (_("Themes"), _names(self.themes.all())),
            (_("Controls"), _names(self.controls.all())),
            (_("Last checked"), format_date(self.last_checked, language) if self.last_checked else ""),
            (_("Review by"), format_date(self.review_by, language) if self.review_by else ""),
        ]
        facts = [{"label": label, "value": value} for label, value in rows if value]
        if community:
            facts.insert(1, {"label": _("Community"), "value": community.title, "url": community.get_url()})
        return facts

    def headed_texts(self) -> list[tuple[str, str, str]]:
        """(field, heading, rich text) of every heading that has been written."""
        fields = ((name, self._meta.get_field(name)) for name in self.HEADINGS)
        return [(name, str(f.verbose_name), getattr(self, name)) for name, f in fields if getattr(self, name)]

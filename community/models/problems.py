"""Problems (課題) that a community has not solved, and that others may answer with a practice."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.communities import CommunityPage
from community.models.vocabularies import MicArea, Region
from secunity.core.models.language import current_language


class ProblemQuerySet(models.QuerySet["Problem"]):
    def public(self) -> "ProblemQuerySet":
        """Those of communities that everybody may read of."""
        pages = CommunityPage.objects.live().public().order_by()
        return self.filter(community_key__in=pages.values("translation_key"))

    def open(self) -> "ProblemQuerySet":
        """Those that still look for help."""
        return self.filter(state__in=[Problem.State.OPEN, Problem.State.TRYING])

    def of_community(self, page: CommunityPage) -> "ProblemQuerySet":
        """Those of the community that `page` is about, in whatever language."""
        return self.filter(community_key=page.translation_key)

    def in_region(self, region: Region | str) -> "ProblemQuerySet":
        """Those of communities that work in a prefecture of METI's area `region` (or its code)."""
        return self._in_pages(prefectures__region=region)

    def in_mic_area(self, area: MicArea | str) -> "ProblemQuerySet":
        """Those of communities that work in a prefecture of MIC's `area` (or its code)."""
        return self._in_pages(prefectures__mic_area=area)

    def _in_pages(self, **where: Any) -> "ProblemQuerySet":
        pages = CommunityPage.objects.filter(**where).order_by()
        return self.filter(community_key__in=pages.values("translation_key"))


class Problem(models.Model):
    """One problem of one community, with where it stands. `community_key`: the translation key of its pages."""

    class State(models.TextChoices):
        OPEN = "open", _("looking for help")
        TRYING = "trying", _("trying an answer")
        SOLVED = "solved", _("solved")
        CLOSED = "closed", _("no longer asked")

    community_key = models.UUIDField(db_index=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="problems")
    text_ja = models.TextField(
        _("problem in Japanese"),
        max_length=400,
        help_text=_("One problem in one or two sentences: what is difficult, and what help you look for."),
    )
    text_en = models.TextField(_("problem in English"), max_length=600, blank=True)
    state = models.CharField(_("where it stands"), max_length=8, choices=State, default=State.OPEN)
    outcome_ja = models.TextField(_("what became of it, in Japanese"), max_length=400, blank=True)
    outcome_en = models.TextField(_("what became of it, in English"), max_length=600, blank=True)
    opened_on = models.DateField(_("asked on"), default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The problem in the active language, in Japanese where it has no other."""
        return self.text_in(current_language())

    @property
    def language(self) -> str:
        """The language that `text` is in."""
        return "en" if self.text_en and current_language() == "en" else "ja"

    @property
    def outcome(self) -> str:
        """What became of it, in the active language, else in the other one."""
        words = (self.outcome_ja, self.outcome_en)
        return words[0] or words[1] if self.language == "ja" else words[1] or words[0]

    @property
    def is_open(self) -> bool:
        """Whether it still looks for help."""
        return self.state in {self.State.OPEN, self.State.TRYING}

    def text_in(self, language: str) -> str:
        """The problem in `language`, in Japanese where it has no other."""
        return (language.startswith("en") and self.text_en) or self.text_ja

"""The public page of a case."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from practices.models.case import Case, CaseText, CaseVersion
from practices.models.facts import case_facts, damage_line
from secunity.core.models import BasePage

HEADINGS = (
    ("what_happened", _("What happened")),
    ("how_noticed", _("How it was noticed")),
    ("hard_to_notice", _("Why it was hard to notice")),
    ("damage", _("Damage and cost")),
    ("business_impact", _("What it did to the business")),
    ("cause", _("Cause")),
    ("what_helped", _("What helped")),
    ("would_do_first", _("What we would do first next time")),
    ("lesson", _("Lesson")),
    ("controls", _("Other controls that bear on it")),
)
BOXED = ("what_happened", "how_noticed", "damage", "would_do_first")
BOX_LENGTH = 260


def _is_boxed(name: str, words: str) -> bool:
    return name in BOXED and len(words) <= BOX_LENGTH


def _short(words: str) -> str:
    return words if len(words) <= BOX_LENGTH else f"{words[:BOX_LENGTH].rstrip()}…"


def _damage(line: str, words: str) -> str:
    """The amount and what was written about it; once where the words begin with the amount themselves."""
    kind = line.partition(" ")[0]
    return words if words.startswith(kind) else "\n".join(part for part in (line, words) if part)


class CasePage(BasePage):
    """Shows the newest released version of a case; its own fields hold nothing that the version does not."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pages")

    template = "practices/case_page.html"
    parent_page_types = ["search.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    @property
    def version(self) -> CaseVersion | None:
        """What may be shown now."""
        return self.case.latest

    @property
    def text(self) -> CaseText | None:
        """Its words in the language of this page."""
        version = self.version
        return version.text_in(self.locale.language_code) if version else None

    @property
    def damage_line(self) -> str:
        """Damage in one line of this page's language: an amount or band with its kind, never 0 where none is stated."""
        return damage_line(self.version, self.locale.language_code)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Label and value of every attribute; what a public document does not say reads so."""
        version = self.version
        return case_facts(version, self.locale.language_code) if version else []

    @property
    def first_box(self) -> list[dict[str, Any]]:
        """The four lines at the top: what happened, how it was noticed, the damage, what to do first."""
        words = {name: getattr(self.text, name, "") for name in BOXED}
        damage = _damage(self.damage_line, _short(words["damage"]))
        rows = {**{name: _short(text) or _("Not stated") for name, text in words.items()}, "damage": damage}
        labels = dict(HEADINGS)
        return [{"label": labels[name], "value": value} for name, value in rows.items()]

    @property
    def headed_texts(self) -> list[tuple[str, Any, str]]:
        """(field, heading, text) of every part that has words and does not stand whole in the box already."""
        texts = [(name, heading, getattr(self.text, name, "")) for name, heading in HEADINGS]
        return [(name, heading, words) for name, heading, words in texts if words and not _is_boxed(name, words)]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The case, 410 with a tombstone once it has been withdrawn, 404 while it is not public."""
        if self.case.withdrawn_at:
            return TemplateResponse(request, "practices/case_withdrawn.html", {"page": self}, status=410)
        if not self.case.is_public:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing once it is not public any more."""
        return super().get_sitemap_urls(request) if self.case.is_public else []

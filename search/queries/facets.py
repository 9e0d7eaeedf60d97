"""What can be filtered by: facets as data, with the words of the vocabularies in the active language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.models import IndustryDivision, IndustryGroup, MicArea, Prefecture, Region, SizeBand, WorkingGroup
from practices.models import CaseVersion, DamageBand, IncidentType, PracticeTheme, ResponseType
from search.engines.base import KIND
from secunity.core.models.language import current_language

NOT_STATED = "not_stated"
YES = "yes"
# Kinds of things in the order in which they are offered; a kind without words here is not offered.
KINDS = {
    "case": _("Cases"),
    "practice": _("Practices"),
    "meeting": _("Meetings"),
    "region": _("Regions"),
    "community": _("Communities"),
    "guidance": _("Guidance"),
    "minutes": _("Minutes"),
}
# How the regions are divided: by the bureaus of which ministry, and the facet of each division.
METI, MIC = "meti", "mic"
DIVISIONS = {METI: "region", MIC: "mic_area"}
# The choices of vocabularies by model and columns.
_read: dict[tuple[Any, ...], tuple["Choice", ...]] = {}
FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True)
class Choice:
    """A value with its label; `parent` is the value of another choice (or facet) it is shown below."""

    value: str
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Facet:
    """One thing to filter by. `phrase` says a chosen label within a sentence; without a vocabulary, any year fits.

    `spoken` is the label where nothing beside it says which facet it is of.
    """

    key: str
    label: Any
    phrase: Any
    vocabulary: Callable[[], Iterable[Choice]] | None = None
    has_not_stated: bool = False
    spoken: Any = "%s"

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Its values in the vocabulary's order; the words are those of the language active at the first use."""
        known = tuple(self.vocabulary()) if self.vocabulary else ()
        return (*known, Choice(NOT_STATED, str(_("Not stated")))) if self.has_not_stated else known

    @cached_property
    def labels(self) -> dict[str, str]:
        """Label by value."""
        return {choice.value: choice.label for choice in self.choices}

    def label_of(self, value: str) -> str:
        """The words for a value; a year is its own word."""
        return self.labels.get(value, value)

    def said(self, value: str) -> str:
        """The words for a value in a sentence, where the facet itself is not named."""
        return f"{self.label}: {self.label_of(value)}" if value == NOT_STATED else self.spoken % self.label_of(value)

    def allows(self, value: str) -> bool:
        """Whether `value` may be asked for."""
        return value in self.labels if self.vocabulary else is_year(value)


def is_year(value: str) -> bool:
    """Whether `value` is a year in which something can have happened."""
    return len(value) == 4 and value.isascii() and value.isdigit() and FIRST_YEAR <= int(value) <= LAST_YEAR


def _region() -> Facet:
    return Facet("region", _("Region"), _("in %s"), lambda: _fixed(Region), has_not_stated=True)


def _prefecture(division: str = METI) -> Facet:
    def choices() -> Iterable[Choice]:
        return _fixed(Prefecture, parent=f"{DIVISIONS[division]}_id")

    return Facet("prefecture", _("Prefecture"), _("in %s"), choices, has_not_stated=True)


def _industry() -> Facet:
    def choices() -> Iterable[Choice]:
        short = "name_en" if _is_english() else "short_ja"
        yield from _fixed(IndustryDivision, name=short)
        yield from _fixed(IndustryGroup, parent="division_id")

    return Facet("industry", _("Industry"), pgettext_lazy("industry", "in %s"), choices, has_not_stated=True)


def _incident_type() -> Facet:
    return Facet("incident_type", _("Kind of incident"), _("about %s"), lambda: _fixed(IncidentType))


def _size_band() -> Facet:
    def choices() -> Iterable[Choice]:
        return _fixed(SizeBand, parent__isnull=True)

    return Facet("size_band", _("Size of the firm"), _("at firms of size “%s”"), choices, has_not_stated=True)


def _response_type() -> Facet:
    def choices() -> Iterable[Choice]:
        return _fixed(ResponseType)

    return Facet("response_type", _("How it was answered"), _("answered “%s”"), choices)


def _year() -> Facet:
    return Facet("year", _("Year"), pgettext_lazy("year", "of %s"))


def _lang() -> Facet:
    def choices() -> Iterable[Choice]:
        return (Choice(code, str(name)) for code, name in settings.LANGUAGES)

    return Facet("lang", _("Language"), pgettext_lazy("language", "in %s"), choices)


def _theme() -> Facet:
    return Facet("theme", _("Theme"), _("on “%s”"), lambda: _fixed(PracticeTheme))


def _working_group() -> Facet:
    return Facet(
        "working_group", _("Working group"), pgettext_lazy("group", "of %s"), lambda: _terms(WorkingGroup.objects.all())
    )


def _mic_area() -> Facet:
    return Facet(
        "mic_area",
        _("Area of the communications ministry"),
        _("in %s"),
        lambda: _fixed(MicArea),
        # Most of these areas have the name of a region of the other ministry with other prefectures in it.
        spoken=_("%s (MIC area)"),
    )


def _entry_route() -> Facet:
    def choices() -> Iterable[Choice]:
        return (Choice(value, str(label)) for value, label in CaseVersion.EntryRoute.choices)

    return Facet("entry_route", _("Way in"), _("by way of “%s”"), choices)


def _damage_band() -> Facet:
    def choices() -> Iterable[Choice]:
        return _fixed(DamageBand)

    return Facet("damage_band", _("Damage"), _("with damage of %s"), choices, has_not_stated=True)


def _has_practice() -> Facet:
    return Facet(
        "has_practice", _("Practices"), "%s", lambda: (Choice(YES, str(_("with a practice that bears on it"))),)
    )


def _kind() -> Facet:
    return Facet(
        KIND, _("Kind of thing"), _("among %s"), lambda: (Choice(key, str(label)) for key, label in KINDS.items())
    )


def _fixed(model: type[Model], *, name: str = "", parent: str = "", **narrowed: Any) -> tuple[Choice, ...]:
    """Choices from a vocabulary that comes with the hub's version and changes with it alone: read once a process."""
    columns = _columns(name, parent)
    kept = _read.get((model, *columns))
    if not kept:
        kept = tuple(_terms(model._default_manager.filter(**narrowed), columns))
        _read[model, *columns] = kept
    return kept


def _terms(rows: QuerySet[Any], columns: Iterable[str] = ()) -> Iterable[Choice]:
    """Choices read as plain columns: a list shows some two hundred of them."""
    return (Choice(*row) for row in rows.values_list(*(columns or _columns())))


def _columns(name: str = "", parent: str = "") -> tuple[str, ...]:
    return ("pk", name or ("name_en" if _is_english() else "name_ja"), *([parent] if parent else []))


def _is_english() -> bool:
    return current_language() == "en"


COMMON = (_region, _prefecture, _mic_area, _industry, _incident_type, _size_band, _response_type, _year, _lang)
CASES = (*COMMON, _entry_route, _damage_band, _has_practice)
FACTORIES = {
    "": (_kind, *COMMON),
    "case": CASES,
    "practice": (*COMMON, _theme),
    "meeting": (*COMMON, _working_group),
    "community": COMMON,
}


def facets_of(kind: str, division: str = METI) -> tuple[Facet, ...]:
    """Fresh facets of a kind that has a list of its own, or of everything (""); each reads its vocabulary at its first
    use. Prefectures stand below the areas of `division`."""
    return tuple(_prefecture(division) if make is _prefecture else make() for make in FACTORIES[kind])

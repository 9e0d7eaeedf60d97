"""A case in labels and values, in the reader's language: one wording for page, API and search."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from practices.models.case import Case, CaseVersion
from practices.models.vocabularies import IncidentType
from secunity.core.text.formats import format_occurred, format_yen


def damage_line(version: CaseVersion | None, language: str) -> str:
    """「想定被害額 5,500万円」, a band with its kind, or 「記載なし」; never an invented zero."""
    with override(language):
        if version is None or version.damage_kind == CaseVersion.DamageKind.NOT_STATED:
            return _("Not stated")
        kind = _("Expected damage") if version.damage_kind == CaseVersion.DamageKind.EXPECTED else _("Actual damage")
        if version.damage_yen is not None:
            return f"{kind} {format_yen(version.damage_yen, language)}"
        return f"{kind} {version.damage_band.name}" if version.damage_band else _("Not stated")


def not_stated(case: Case) -> str:
    """The words for an attribute that is not given: a public document is silent, a member chose not to show it."""
    return _("Not stated in the published document") if case.origin == Case.Origin.SEED else _("Not shown")


def industry_line(version: CaseVersion) -> str:
    """The industry as exactly as it may be said, in the active language; empty where nothing may."""
    industry = version.industry_group or version.industry_division
    return industry.name if industry else version.get_industry_sector_display() if version.industry_sector else ""


def size_line(version: CaseVersion) -> str:
    """The size as exactly as it may be said, in the active language; empty where nothing may."""
    if version.size_band:
        return version.size_band.name
    return version.get_size_class_display() if version.size_class else ""


def case_facts(
    version: CaseVersion, language: str, *, kinds: Iterable[IncidentType] | None = None
) -> list[dict[str, Any]]:
    """Label and value of the attributes by which cases are found; `kinds` for a version that is not stored yet."""
    with override(language):
        silent = not_stated(version.case)
        places = [term.name for term in (version.region, version.prefecture) if term]
        place = " ".join(places) if language == "ja" else ", ".join(reversed(places))
        types = [kind.name for kind in (version.incident_types.all() if kinds is None else kinds)]
        rows = [
            (_("Region"), place or silent),
            (_("Industry"), industry_line(version) or silent),
            (_("Size"), size_line(version) or silent),
            (_("When"), format_occurred(version.occurred, language) if version.occurred else silent),
            (_("Kind of incident"), _(", ").join(types) or silent),
            (_("Way in"), version.get_entry_route_display()),
            (_("Started at"), version.get_starting_point_display()),
            (_("Answered"), version.response_type.name if version.response_type else silent),
            (_("Damage"), damage_line(version, language)),
        ]
        return [{"label": label, "value": value} for label, value in rows]

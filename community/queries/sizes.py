"""How large an organisation is: the band of its people, and what the SME Basic Act would make of it."""

import csv
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from community.models import SizeBand
from community.models.vocabularies import FOLDER
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_count, format_yen

# Groups of the Japan Standard Industrial Classification as the SME Agency sorts them into the Act's categories.
WHOLESALE = frozenset(f"{group}" for group in range(50, 56))
RETAIL = frozenset({*(f"{group}" for group in range(56, 62)), "76", "77"})
SERVICE = frozenset(
    {"38", "39", "41", "70", *(f"{group}" for group in range(71, 76)), *(str(g) for g in range(78, 97))}
)
OUTSIDE = frozenset({"97", "98", "99"})


@dataclass(frozen=True)
class ActRule:
    """One category of the Act with its limits (yen, people)."""

    category: str
    name_ja: str
    name_en: str
    capital_max: int
    employees_max: int
    small_max: int

    @property
    def name(self) -> str:
        """The category in the active language."""
        return self.name_en if current_language() == "en" else self.name_ja


@dataclass(frozen=True)
class ActHint:
    """Whether the Act would count an organisation as small or medium-sized, and why."""

    is_sme: bool | None
    is_small: bool
    reasons: tuple[str, ...]


def size_band_for(employees: int) -> SizeBand | None:
    """The finest band into which this number of people falls; None below one."""
    bands = SizeBand.objects.filter(parent__isnull=False, employees_min__lte=employees).order_by("-employees_min")
    return bands.first() if employees >= 1 else None


def act_category(industry_group: str) -> str:
    """The category of the Act for a group (01–99) of the industrial classification; "" where the Act has none."""
    if not industry_group or industry_group in OUTSIDE:
        return ""
    named = {"wholesale": WHOLESALE, "retail": RETAIL, "service": SERVICE}
    return next((name for name, groups in named.items() if industry_group in groups), "manufacturing_other")


def act_hint(*, industry_group: str, employees: int | None, capital_yen: int | None) -> ActHint:
    """What article 2 of the Act says about these figures: capital or employees within the limit is enough.

    `capital_yen` None: a sole proprietor, or not stated. `is_sme` is None where nothing can be said.
    """
    rule = _rules().get(act_category(industry_group))
    if rule is None:
        return ActHint(None, False, (_("The Act has no limits for this industry."),))
    if employees is None and capital_yen is None:
        return ActHint(None, False, (_("Without the number of people or the capital nothing can be said."),))
    by_people = employees is not None and employees <= rule.employees_max
    by_capital = capital_yen is not None and capital_yen <= rule.capital_max
    is_small = employees is not None and employees <= rule.small_max
    return ActHint(by_people or by_capital, is_small, tuple(_reasons(rule, employees, capital_yen)))


def _reasons(rule: ActRule, employees: int | None, capital_yen: int | None) -> list[str]:
    reasons = [_("Category: %(name)s") % {"name": rule.name}]
    if employees is not None:
        said, limit = _people(employees), _people(rule.employees_max)
        within = employees <= rule.employees_max
        reasons.append(_within(within) % {"said": said, "limit": limit})
    if capital_yen is not None:
        said, limit = format_yen(capital_yen, current_language()), format_yen(rule.capital_max, current_language())
        reasons.append(_within(capital_yen <= rule.capital_max) % {"said": said, "limit": limit})
    return reasons


def _within(is_within: bool) -> str:
    return _("%(said)s: within the limit of %(limit)s") if is_within else _("%(said)s: above the limit of %(limit)s")


def _people(number: int) -> str:
    return format_count(number, "人", current_language(), one_en="person", many_en="people")


@cache
def _rules() -> dict[str, ActRule]:
    with (FOLDER / "sme_act_rules.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["category"]: _rule(row) for row in rows}


def _rule(row: dict[str, str]) -> ActRule:
    limits = (int(row[name]) for name in ("capital_max_yen", "employees_max", "small_employees_max"))
    return ActRule(row["category"], row["name_ja"], row["name_en"], *limits)

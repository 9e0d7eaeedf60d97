"""What released cases of firms like mine have in common: always with how many, and no median below three."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.gate.ladders import SECTORS, SIZE_CLASSES
from practices.models import CasePractice, CaseVersion, PracticePage
from practices.queries.adoption import pages_by_key
from practices.queries.released import shown_versions

LEAST_FOR_MEDIAN = 3
FIRST = 3
# Bands of days as practices.gate.bands writes them, in their order.
BANDS = ("0", "1-3", "4-7", "8-30", "31-90", "91-")
# What is left out first where too few cases are like mine.
_NARROW = ("region", "size", "industry")


class Frequent(NamedTuple):
    """A way in with the number of cases that had it."""

    name: str
    cases: int


class Helpful(NamedTuple):
    """A practice with the number of these cases that name it."""

    page: PracticePage
    cases: int


@dataclass(frozen=True)
class LikeMine:
    """The answer: `used` are the attributes asked for that hold for the cases counted, `dropped` the others."""

    cases: int
    used: tuple[str, ...]
    dropped: tuple[str, ...]
    routes: tuple[Frequent, ...]
    recovery: str
    recovered_known: int
    practices: tuple[Helpful, ...]


def like_mine(*, industry: str = "", size: str = "", region: str = "") -> LikeMine:
    """Cases like a firm with these codes (division of the JSIC, public size band, METI area; empty: not asked).

    Where fewer than three fit everything, the region is left out first, then the size, then the industry.
    """
    asked = {"region": region, "size": size, "industry": industry}
    used = {name: code for name, code in asked.items() if code}
    versions = _fitting(used)
    for name in _NARROW:
        if versions.count() >= LEAST_FOR_MEDIAN or len(used) <= 1:
            break
        if name in used:
            used.pop(name)
            versions = _fitting(used)
    dropped = tuple(name for name, code in asked.items() if code and name not in used)
    return _answer(versions, tuple(used), dropped)


def days_in_words(band: str) -> str:
    """「1～3日」 for "1-3", in the active language; "" for what is no band."""
    first, _dash, last = band.partition("-")
    if band not in BANDS:
        return ""
    if band == "0":
        return _("on the same day")
    if not last:
        return _("%(days)s days or more") % {"days": first}
    return _("%(first)s to %(last)s days") % {"first": first, "last": last}


def _answer(versions: QuerySet[CaseVersion], used: tuple[str, ...], dropped: tuple[str, ...]) -> LikeMine:
    routes = Counter(versions.exclude(entry_route="unknown").values_list("entry_route", flat=True))
    durations = versions.values_list("durations", flat=True)
    bands = sorted(BANDS.index(each["recovered"]) for each in durations if (each or {}).get("recovered") in BANDS)
    frequent = (Frequent(str(CaseVersion.EntryRoute(route).label), n) for route, n in routes.most_common(FIRST))
    return LikeMine(
        cases=versions.count(),
        used=used,
        dropped=dropped,
        routes=tuple(frequent),
        recovery=_median(bands),
        recovered_known=len(bands),
        practices=_first_practices(versions),
    )


def _median(bands: Sequence[int]) -> str:
    """The band in the middle, in words; both where the middle lies between two; nothing below three cases."""
    if len(bands) < LEAST_FOR_MEDIAN:
        return ""
    middle = {BANDS[bands[(len(bands) - 1) // 2]], BANDS[bands[len(bands) // 2]]}
    return _(" or ").join(days_in_words(band) for band in sorted(middle, key=BANDS.index))


def _first_practices(versions: QuerySet[CaseVersion]) -> tuple[Helpful, ...]:
    links = CasePractice.objects.filter(case__in=versions.order_by().values("case")).values_list("practice_key", "case")
    counted = Counter(key for key, _case in set(links))
    pages = pages_by_key(list(counted))
    ranked = sorted((key for key in counted if key in pages), key=lambda key: (-counted[key], pages[key].title))
    return tuple(Helpful(pages[key], counted[key]) for key in ranked[:FIRST])


def _fitting(asked: dict[str, str]) -> QuerySet[CaseVersion]:
    """What is public decides: a case that says only "SME" or a sector fits the bands and divisions of it."""
    fits = Q()
    if region := asked.get("region"):
        fits &= Q(region=region)
    if size := asked.get("size"):
        fits &= Q(size_band=size) | Q(size_band=None, size_class=SIZE_CLASSES.get(size, "-"))
    if industry := asked.get("industry"):
        sector = Q(industry_division=None, industry_sector=SECTORS.get(industry, "-"))
        fits &= Q(industry_division=industry) | sector
    return shown_versions().filter(fits)


def in_cases(number: int) -> str:
    """「3件」, in the active language."""
    return ngettext("%(number)s case", "%(number)s cases", number) % {"number": number}


def asked_for(answer: LikeMine) -> dict[str, list[Any]]:
    """The attributes used and left out, in words."""
    words = {"industry": _("industry"), "size": _("size"), "region": _("region")}
    return {"used": [words[name] for name in answer.used], "dropped": [words[name] for name in answer.dropped]}

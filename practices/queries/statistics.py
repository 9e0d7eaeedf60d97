"""Counts for the public: exact over released cases, by what is public of them; suppressed over all else."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from community.models import IndustryDivision, Region, SizeBand
from practices.gate.suppress import TOTAL, Cell
from practices.models import (
    CaseVersion,
    IncidentReport,
    IncidentType,
    PublishedCounts,
    ResponseType,
)
from practices.queries.adoption import ADOPTION, pages_by_key
from practices.queries.released import shown_versions
from secunity.core.models.language import current_language

REPORTS_BY_KIND, REPORTS_BY_REGION = "reports-by-kind", "reports-by-region"


@dataclass(frozen=True)
class Bar:
    """One count with its name; `asks` is the filter of the list that holds these cases, `share` of the largest in %."""

    name: str
    count: int
    share: float
    asks: str = ""


@dataclass(frozen=True)
class Chart:
    """One series of counts over released cases; `is_line` for time, in which order says something."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    is_line: bool = False

    @property
    def points(self) -> str:
        """The line over a field of 100 by 40, for SVG."""
        last = max(len(self.bars) - 1, 1)
        return " ".join(f"{100 * at / last:.1f},{40 - 38 * bar.share / 100:.1f}" for at, bar in enumerate(self.bars))


@dataclass(frozen=True)
class Hidden:
    """One series of counts over what is not public: names with cells and, where it is not the reader's, the language of
    the name; and the day they are of."""

    key: str
    title: str
    rows: tuple[tuple[str, Cell, str], ...]
    total: Cell | None
    day: Any
    note: str = field(default="")


def case_charts() -> list[Chart]:
    """Everything the page draws over released cases."""
    versions = shown_versions()
    return [
        _by_kind(versions),
        _chart("route", _("By way in"), _choices(CaseVersion.EntryRoute), versions.values_list("entry_route")),
        _by_industry(versions),
        _by_year(versions),
        _terms("response_type", _("By how it was answered"), ResponseType, versions.values_list("response_type")),
        _terms("size_band", _("By size of the firm"), SizeBand, versions.values_list("size_band")),
        _by_act(versions),
    ]


def case_total() -> int:
    """How many cases the charts are about."""
    return shown_versions().count()


def counts_by_region() -> list[tuple[str, int]]:
    """Released cases by region in the fixed order of the regions, those without one last: no table of ranks."""
    counted: Counter[str | None] = Counter(shown_versions().values_list("region", flat=True))
    rows = [(region.name, counted[region.pk]) for region in Region.objects.all()]
    return [*rows, (_("Not shown"), counted[None])]


def prefectures_not_shown() -> int:
    """Released cases whose text names no prefecture; the map cannot show them."""
    return shown_versions().filter(prefecture__isnull=True).count()


def count_reports() -> dict[str, dict[str, int]]:
    """Reports that were handed in, by kind and by region. Never shown as it is."""
    kinds, regions = Counter[str](), Counter[str]()
    reports = IncidentReport.objects.handed_in().filter(origin=IncidentReport.Origin.MEMBER)
    for report in reports.only("facts", "region_id").iterator():
        kinds.update(set(report.facts.get("incident_types") or ()))
        regions[report.region_id or ""] += 1
    by_region = {pk: regions[pk] for pk in Region.objects.values_list("pk", flat=True)}
    by_kind = {pk: kinds[pk] for pk in IncidentType.objects.values_list("pk", flat=True)}
    return {REPORTS_BY_KIND: by_kind, REPORTS_BY_REGION: by_region}


def hidden_counts() -> list[Hidden]:
    """What is shown this week of the reports; nothing before the first figures are made."""
    several = _("A report may be of several kinds.")
    found = [
        _adoption(),
        _hidden(REPORTS_BY_KIND, _("Reports by kind of incident"), _names(IncidentType.objects.all()), several, False),
        _hidden(REPORTS_BY_REGION, _("Reports by region"), _names(Region.objects.all()), "", True),
    ]
    return [each for each in found if each]


def published_cells(key: str) -> tuple[dict[str, Cell], Any] | None:
    """The cells of a list that is shown this week by name, with the day they are of."""
    row = PublishedCounts.objects.filter(key=key).first()
    if row is None:
        return None
    return {column: Cell(count, mark) for _line, column, count, mark in row.cells}, row.published_on


def _adoption() -> Hidden | None:
    """Organisations that try or use each practice."""
    row = PublishedCounts.objects.filter(key=ADOPTION).first()
    if row is None:
        return None
    cells = {column: Cell(count, mark) for line, column, count, mark in row.cells if line == TOTAL and column}
    here, pages = current_language(), pages_by_key([UUID(key) for key in cells])
    named = ((page.title, cells[str(key)], page.locale.language_code) for key, page in pages.items())
    rows = tuple((title, shown, language if language != here else "") for title, shown, language in named)
    return Hidden(ADOPTION, _("Organisations that try or do a practice"), rows, None, row.published_on)


def _hidden(key: str, title: str, names: Mapping[str, str], note: str, has_total: bool) -> Hidden | None:
    published = published_cells(key)
    if published is None:
        return None
    cells, day = published
    rows = tuple((name, cells[pk], "") for pk, name in names.items() if pk in cells)
    return Hidden(key, title, rows, cells.get(TOTAL) if has_total else None, day, note)


def _by_kind(versions: Any) -> Chart:
    several = _("A case may be of several kinds.")
    return _terms(
        "incident_type", _("By kind of incident"), IncidentType, versions.values_list("incident_types"), several
    )


def _by_industry(versions: Any) -> Chart:
    """Divisions of the JSIC; where only the sector may be said, the sector."""
    names = {each.pk: each.name for each in IndustryDivision.objects.all()}
    names |= {f"sector:{value}": label for value, label in _choices(CaseVersion.Sector).items()}
    pairs = versions.values_list("industry_division", "industry_sector")
    values = ((division or (f"sector:{sector}" if sector else None),) for division, sector in pairs)
    return _chart("industry", _("By industry"), names, values, asks="industry")


def _by_year(versions: Any) -> Chart:
    years = Counter(occurred[:4] for occurred in versions.values_list("occurred", flat=True) if occurred)
    silent = versions.filter(occurred="").count()
    span = range(int(min(years)), int(max(years)) + 1) if years else ()
    note = _("Of %(count)s the year is not shown.") % {"count": silent} if silent else ""
    bars = _bars([(str(year), years[str(year)], f"year={year}") for year in span])
    return Chart("year", _("By year"), bars, note, is_line=True)


def _by_act(versions: Any) -> Chart:
    names = {
        "is_shared": _("Shared with those in the same supply chain"),
        "is_reported": _("Reported to METI"),
        "is_announced": _("Announced to the public"),
    }
    rows = [(label, versions.filter(**{name: True}).count(), "") for name, label in names.items()]
    note = _("What a public document does not say counts as not done.")
    return Chart("acts", _("By what was done: share, report, announce"), _bars(rows), note)


def _terms(key: str, title: str, model: Any, values: Iterable[Any], note: str = "") -> Chart:
    return _chart(key, title, _names(model.objects.all()), values, note, asks=key)


def _chart(
    key: str, title: str, names: Mapping[str, str], values: Iterable[Any], note: str = "", asks: str = ""
) -> Chart:
    """The largest count first, what is not shown last; names without a case are left out."""
    counted = Counter(value for (value,) in values)
    rows = [(names[pk], number, pk) for pk, number in counted.most_common() if pk in names]
    silent = sum(number for pk, number in counted.items() if pk not in names)
    shown = [(name, number, f"{asks}={pk}" if asks and ":" not in pk else "") for name, number, pk in rows]
    return Chart(key, title, _bars([*shown, *([(_("Not shown"), silent, "")] if silent else [])]), note)


def _bars(rows: list[tuple[str, int, str]]) -> tuple[Bar, ...]:
    largest = max((number for _name, number, _asks in rows), default=0) or 1
    return tuple(Bar(name, number, round(100 * number / largest, 1), asks) for name, number, asks in rows)


def _names(terms: Iterable[Any]) -> dict[str, str]:
    return {term.pk: term.name for term in terms}


def _choices(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}

"""The response log in figures, in the form of the table of the お助け隊 trial (METI, October 2020)."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from community.models import Region, Role, User
from community.queries import holds_anywhere, is_secretariat
from practices.gate.suppress import THRESHOLD, TOTAL, Cell, Memory, Table, suppress_table
from practices.models import ResponseEntry, ResponseFigures, ResponseLog

Stage = ResponseEntry.Stage
# What can have become of an alert: each log is in exactly one of these.
OUTCOMES = ("not_judged", "not_serious", "not_answered", "by_phone", "with_visit")
# The columns of the table as sums of outcomes. A visit counts in both of the last: its first response was by phone.
COLUMNS = {
    "alerts": OUTCOMES,
    "serious": ("not_answered", "by_phone", "with_visit"),
    "phone_remote": ("by_phone", "with_visit"),
    "on_site": ("with_visit",),
}


class ResponseTable(NamedTuple):
    """Cells by region, with their totals, as they may be shown; `month` is the state they are of."""

    month: str
    rows: list[tuple[str, list[Cell]]]
    total: list[Cell]


def may_see_figures(user: User) -> bool:
    """Whether `user` may see the figures of all regions: organisers, reviewers and the secretariat."""
    return is_secretariat(user) or any(holds_anywhere(user, role) for role in (Role.ORGANISER, Role.REVIEWER))


def years_with_responses() -> list[int]:
    """The years in which there were alerts, the newest first."""
    years = ResponseLog.objects.annotate(year=ExtractYear("opened_at")).values_list("year", flat=True)
    return sorted(set(years.order_by()), reverse=True)


def count_outcomes(year: int) -> list[list[object]]:
    """[region, outcome, number] of the alerts of one year (0: of all years). Never shown as it is."""
    logs = ResponseLog.objects.filter(opened_at__year=year) if year else ResponseLog.objects.all()
    counted = Counter((log.region_id, _outcome(log)) for log in _with_stages(logs))
    return [[region, outcome, number] for (region, outcome), number in sorted(counted.items())]


def suppressed(figures: ResponseFigures) -> Table:
    """The outcomes with every small count hidden, also against what was shown the month before."""
    counts = {(region, outcome): number for region, outcome, number in figures.counts}
    regions = list(Region.objects.values_list("pk", flat=True))
    previous = Memory.from_json(figures.shown_before) if figures.shown_before else None
    return suppress_table(counts, rows=regions, columns=OUTCOMES, previous=previous)


def response_table(year: int = 0) -> ResponseTable | None:
    """The newest figures of one year of alerts (0: of all years); None before the first month's were made."""
    figures = ResponseFigures.objects.filter(year=year).first()
    if figures is None:
        return None
    table = suppressed(figures)
    counts = {(region, outcome): number for region, outcome, number in figures.counts}
    rows = [(region.name, _line(table, counts, region.pk)) for region in Region.objects.all()]
    return ResponseTable(figures.month, rows, _line(table, counts, TOTAL))


def _line(table: Table, counts: dict[tuple[str, str], int], region: str) -> list[Cell]:
    return [_sum(table, counts, region, outcomes) for outcomes in COLUMNS.values()]


def _sum(table: Table, counts: dict[tuple[str, str], int], region: str, outcomes: tuple[str, ...]) -> Cell:
    """A column's cell: shown only where everything it is made of is, so that no difference gives an outcome back."""
    if outcomes == OUTCOMES:
        return table.cell(region, TOTAL)
    parts = [table.cell(region, outcome) for outcome in outcomes]
    if all(part.count is not None for part in parts):
        return Cell(sum(part.count or 0 for part in parts))
    number = sum(n for (r, outcome), n in counts.items() if outcome in outcomes and region in (r, TOTAL))
    return Cell(None, "small" if 0 < number < THRESHOLD else "withheld")


def _with_stages(logs: QuerySet[ResponseLog]) -> QuerySet[ResponseLog]:
    def having(stage: ResponseEntry.Stage) -> Count:
        return Count("entries", filter=Q(entries__stage=stage))

    return logs.order_by().annotate(calls=having(Stage.PHONE_REMOTE), visits=having(Stage.ON_SITE))


def _outcome(log: ResponseLog) -> str:
    calls, visits = getattr(log, "calls", 0), getattr(log, "visits", 0)
    if log.is_serious is None:
        return "not_judged"
    if not log.is_serious:
        return "not_serious"
    return "with_visit" if visits else "by_phone" if calls else "not_answered"

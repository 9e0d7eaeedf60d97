"""Counts over what is not public, as far as they may be told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.models import Region
from practices.gate.suppress import TOTAL, Cell
from practices.models import IncidentType, PracticePage, PublishedCounts
from practices.queries.adoption import ADOPTION, OTHER, pages_by_key
from practices.queries.statistics import REPORTS_BY_KIND, REPORTS_BY_REGION, published_cells
from secunity.core.models.language import current_language


def report_counts() -> dict[str, Any]:
    """HiddenStatistics of the reports; no day and no counts before the first figures are made."""
    kinds, regions = IncidentType.objects.all(), Region.objects.all()
    names = {each.pk: each.name for each in regions} | {TOTAL: _("In all")}
    facets = {
        "incident_type": _counts(REPORTS_BY_KIND, {each.pk: each.name for each in kinds}),
        "region": _counts(REPORTS_BY_REGION, names),
    }
    published = published_cells(REPORTS_BY_REGION)
    return {"day": published[1].isoformat() if published else None, "facets": facets}


def adoption_counts(request: HttpRequest) -> dict[str, Any]:
    """AdoptionStatistics of every published practice of which figures say anything."""
    row = PublishedCounts.objects.filter(key=ADOPTION).first()
    if row is None:
        return {"day": None, "practices": []}
    cells = {(line, column): Cell(count, mark) for line, column, count, mark in row.cells}
    lines = {each.pk: each.name for each in Region.objects.all()} | {OTHER: _("Other")}
    pages = pages_by_key([UUID(column) for line, column in cells if line == TOTAL and column != TOTAL])
    practices = [_adoption(request, page, cells, lines) for page in pages.values()]
    return {"day": row.published_on.isoformat(), "practices": practices}


def _adoption(
    request: HttpRequest, page: PracticePage, cells: Mapping[tuple[str, str], Cell], lines: Mapping[str, str]
) -> dict[str, Any]:
    key = str(page.translation_key)
    return {
        "key": key,
        "title": page.title,
        "url": request.build_absolute_uri(page.get_url(request) or ""),
        "total": _count("total", _("In all"), cells[TOTAL, key]),
        "regions": [_count(pk, name, cells[pk, key]) for pk, name in lines.items() if (pk, key) in cells],
    }


def _count(value: str, label: str, cell: Cell) -> dict[str, Any]:
    return {"value": value, "label": label, "count": cell.count, "display": cell.display(current_language())}


def _counts(key: str, names: dict[str, str]) -> list[dict[str, Any]]:
    published = published_cells(key)
    if published is None:
        return []
    cells = published[0]
    return [_count(pk or "total", name, cells[pk]) for pk, name in names.items() if pk in cells]

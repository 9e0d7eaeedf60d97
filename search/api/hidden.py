"""Counts over what is not public, as far as they may be told."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import Region
from practices.gate.suppress import TOTAL
from practices.models import IncidentType
from practices.queries.statistics import REPORTS_BY_KIND, REPORTS_BY_REGION, published_cells


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


def _counts(key: str, names: dict[str, str]) -> list[dict[str, Any]]:
    published = published_cells(key)
    if published is None:
        return []
    language = get_language() or "ja"
    return [
        {"value": pk or "total", "label": name, "count": cell.count, "display": cell.display(language)}
        for pk, name in names.items()
        if (cell := published[0].get(pk))
    ]

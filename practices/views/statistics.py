"""The figures of the hub, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from practices.queries.responses import response_table
from practices.queries.statistics import (
    case_charts,
    case_total,
    counts_by_region,
    hidden_counts,
    prefectures_not_shown,
)


def statistics(request: HttpRequest) -> HttpResponse:
    """Counts over released cases, exact; over everything else only what may be shown."""
    context = {
        "total": case_total(),
        "charts": case_charts(),
        "regions": counts_by_region(),
        "without_prefecture": prefectures_not_shown(),
        "hidden": hidden_counts(),
        "responses": response_table(),
    }
    return TemplateResponse(request, "practices/statistics.html", context)

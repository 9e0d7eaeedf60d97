"""The figures of the response log are made once a month."""

from django.utils import timezone

from practices.models import ResponseFigures
from practices.queries.responses import count_outcomes, suppressed, years_with_responses
from secunity.core.tasks import periodic


@periodic(minutes=6 * 60)
def make_response_figures() -> int:
    """Make this month's figures where they are missing, of each year and of all; returns how many were made."""
    month = f"{timezone.localdate():%Y-%m}"
    years = [0, *years_with_responses()]
    there = set(ResponseFigures.objects.filter(month=month).values_list("year", flat=True))
    return sum(_make(year, month) for year in years if year not in there)


def _make(year: int, month: str) -> bool:
    before = ResponseFigures.objects.filter(year=year).first()
    memory = suppressed(before).memory.as_json() if before else None
    _figures, is_new = ResponseFigures.objects.get_or_create(
        year=year, month=month, defaults={"counts": count_outcomes(year), "shown_before": memory}
    )
    return is_new

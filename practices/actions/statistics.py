"""Counts over what is not public are made once a week, so that nobody sees single reports come in."""

from practices.actions.gate import publish_counts
from practices.models import PublishedCounts
from practices.queries.adoption import ADOPTION, count_adoptions
from practices.queries.statistics import count_reports
from secunity.core.actions import touch_content
from secunity.core.tasks import periodic


@periodic(minutes=6 * 60)
def publish_statistics() -> int:
    """Make the week's figures where they are due; returns how many tables are new."""
    before = _days()
    for key, counts in count_reports().items():
        publish_counts(key=key, counts=counts)
    counts_by_cell, regions, practices = count_adoptions()
    if practices:
        publish_counts(key=ADOPTION, counts=counts_by_cell, rows=regions, columns=practices)
    made = sum(before.get(key) != day for key, day in _days().items())
    if made:
        touch_content()
    return made


def _days() -> dict[str, object]:
    return dict(PublishedCounts.objects.values_list("key", "published_on"))

"""Reminders before a deadline of a lane."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from community.models import User
from practices.models import DisclosureLane
from secunity.core.actions import mail_on_commit
from secunity.core.tasks import periodic

AHEAD = dt.timedelta(days=2)


@periodic(minutes=60)
def remind_of_deadlines() -> int:
    """Mail once for each open row whose deadline comes within two days; returns how many were sent."""
    today = timezone.localdate()
    due = DisclosureLane.objects.open().filter(deadline__gte=today, deadline__lte=today + AHEAD)
    rows = [row for row in due.select_related("report__reporter", "report__last_editor") if _is_new(row)]
    return sum(_remind(row) for row in rows)


def _is_new(row: DisclosureLane) -> bool:
    """Whether nobody was told of this deadline yet; a moved one is told again."""
    return row.reminded_for != row.deadline


@transaction.atomic
def _remind(row: DisclosureLane) -> bool:
    """Tell those who write the report. The mail says that there is a deadline, not whom to tell what."""
    people = {person for person in (row.report.reporter, row.report.last_editor) if person and person.is_active}
    fresh = DisclosureLane.objects.filter(pk=row.pk).exclude(reminded_for=row.deadline)
    if not people or not fresh.update(reminded_for=row.deadline):
        return False
    for person in people:
        _mail(person, row)
    return True


def _mail(person: User, row: DisclosureLane) -> None:
    mail_on_commit(
        recipient=person.email,
        language=row.report.language,
        template="practices/mail/lane_reminder.txt",
        context={"lane": row, "report": row.report, "person": person},
        kind="practices.lane_reminder",
    )

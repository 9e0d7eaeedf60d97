"""What minutes do by the clock: reminders of actions, and nothing kept under RED."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from events.models import MeetingPage, Minutes, MinutesLine, Room
from events.queries.minutes import meeting_of, reads_minutes
from events.signals import minutes_changed
from secunity.core.actions import mail_on_commit, touch_content
from secunity.core.tasks import periodic

AHEAD = timedelta(days=2)


@periodic(minutes=60)
def remind_of_actions(now: datetime | None = None) -> int:
    """Mail once for each open action that is due within two days, a moved day anew; returns how many were sent."""
    last_day = timezone.localdate(now) + AHEAD
    due = MinutesLine.objects.open_actions().filter(due_on__lte=last_day, owner__is_active=True)
    new = due.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("due_on")))
    return sum(_remind(line) for line in new.select_related("owner", "minutes"))


@transaction.atomic
def _remind(line: MinutesLine) -> bool:
    meeting = meeting_of(line.minutes.meeting_key)
    if meeting is None or line.owner is None or not reads_minutes(line.owner, line.minutes, meeting):
        return False
    fresh = MinutesLine.objects.filter(pk=line.pk, done_at__isnull=True)
    if not fresh.exclude(reminded_for=line.due_on, reminded_for__isnull=False).update(reminded_for=line.due_on):
        return False
    mail_on_commit(
        recipient=line.owner.email,
        language=line.minutes.language,
        template="events/mail/minutes_action_due.txt",
        context={"person": line.owner, "line": line},
        kind="events.minutes_action_due",
    )
    return True


@periodic(minutes=5)
def forget_minutes_under_red(now: datetime | None = None) -> int:
    """Once a meeting under RED is over, also where its label became RED late, no minutes of it are kept."""
    until = now or timezone.now()
    pages = MeetingPage.objects.filter(tlp="RED", ends_at__lte=until).values("translation_key")
    rooms = Room.objects.filter(tlp="RED", closes_at__lte=until).values("meeting_key")
    found = list(Minutes.objects.filter(Q(meeting_key__in=pages) | Q(meeting_key__in=rooms)))
    for minutes in found:
        _forget(minutes)
    return len(found)


@transaction.atomic
def _forget(minutes: Minutes) -> None:
    minutes_changed.send(Minutes, minutes=minutes)
    minutes.delete()
    touch_content()

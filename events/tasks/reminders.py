"""Reminders a day and an hour before: exactly once each, however many processes look."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import MeetingMail, MeetingPage, Registration
from events.tasks.letters import write_letter
from secunity.core.tasks import periodic

Kind = MeetingMail.Kind
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@periodic(minutes=5)
def remind_participants(now: datetime | None = None) -> int:
    """Remind who has a place; returns how many mails were written.

    Late is better than not: a day's reminder still goes out two hours before, an hour's until the beginning.
    """
    now = now or timezone.now()
    hour = _remind(Kind.HOUR, now, now + HOUR, HOUR)
    return hour + _remind(Kind.DAY, now + 2 * HOUR, now + DAY, DAY)


def _remind(kind: str, after: datetime, until: datetime, before: timedelta) -> int:
    meetings = MeetingPage.objects.live().filter(starts_at__gt=after, starts_at__lte=until, is_cancelled=False)
    by_key = {meeting.translation_key: meeting for meeting in meetings.order_by("-locale__language_code")}
    sent = 0
    for registration in Registration.objects.confirmed().filter(meeting_key__in=by_key).select_related("user"):
        meeting = by_key[registration.meeting_key]
        # Whoever registered within the last day has just been told when it is.
        if registration.user.is_active and registration.changed_at <= meeting.starts_at - before:
            sent += _remind_one(kind, registration, meeting)
    return sent


@transaction.atomic
def _remind_one(kind: str, registration: Registration, meeting: MeetingPage) -> int:
    about = meeting.starts_at
    user = registration.user
    if not MeetingMail.is_first(meeting_key=meeting.translation_key, user_id=user.pk, kind=kind, about=about):
        return 0
    write_letter("reminder", to=user, meeting=meeting, method=None, is_soon=kind == Kind.HOUR)
    return 1

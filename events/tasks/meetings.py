"""What events do by the clock about meetings and their rooms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.queries.meetings import public_meetings
from events.tasks.red_talk import end_red_talks
from secunity.core.actions import touch_content
from secunity.core.tasks import periodic

LOOK_BACK = timedelta(minutes=2)


@periodic(minutes=1)
def refresh_meeting_lists(now: datetime | None = None) -> bool:
    """Make cached pages forget their lists when a meeting has just begun or ended; returns whether one has.

    Each moment is looked at twice, because the ticker may be late by a slot.
    """
    until = now or timezone.now()
    just_now = (until - LOOK_BACK, until)
    with transaction.atomic():
        changed = public_meetings().filter(Q(starts_at__range=just_now) | Q(ends_at__range=just_now)).exists()
        if changed:
            touch_content()
    return changed


@periodic(minutes=5)
def forget_talk_under_red(now: datetime | None = None) -> int:
    """Of rooms that nobody opened since they closed; returns how many had something."""
    return end_red_talks(now=now)

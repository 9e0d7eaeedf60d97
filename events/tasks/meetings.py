"""What events do by the clock about meetings and their rooms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Room, RoomEvent
from events.queries.meetings import public_meetings
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
    """Under TLP:RED what was said belongs to those who were there: once the room has closed, nothing of it is kept.

    In a talk under a wider label the single lines go that were said under RED; returns how many rooms had something.
    """
    closed = Room.objects.filter(closes_at__lte=now or timezone.now(), head__gt=0)
    red = list(closed.filter(tlp="RED"))
    for room in red:
        room.forget_talk()
    with_lines = RoomEvent.objects.filter(words__isnull=False).values("room")
    kept = list(closed.filter(pk__in=with_lines))
    for room in kept:
        room.forget_red_lines()
    return len(red) + len(kept)

"""The end of what was said under TLP:RED: it belongs to those who were there, and goes when the room closes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from events.models import Room, RoomEvent
from events.room.kinds.tlp import RED


def end_red_talks(room_ids: Collection[int] | None = None, now: datetime | None = None) -> int:
    """Forget what was said under RED in rooms that have closed, in all or in these; returns how many had something.

    In a talk under a wider label the single lines go that were said under RED. Whoever opens a closed room calls this
    first, so that nobody reads on until a clock comes by.
    """
    closed = Room.objects.filter(closes_at__lte=now or timezone.now())
    if room_ids is not None:
        closed = closed.filter(pk__in=room_ids)
    with_lines = RoomEvent.objects.filter(words__isnull=False).values("room")
    due = list(closed.filter(Q(tlp=RED, head__gt=0) | Q(pk__in=with_lines)))
    for room in due:
        if room.tlp_id == RED:
            room.forget_talk()
        else:
            room.forget_red_lines()
    return len(due)

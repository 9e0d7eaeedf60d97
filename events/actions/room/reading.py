"""How far somebody has read, so that the next visit begins there."""

from django.db import transaction
from wagtail.log_actions import log

from community.models import User
from events.models import ReadPosition, Room


@transaction.atomic
def note_reading(*, room: Room, user: User, seq: int) -> None:
    """`user` has seen everything up to `seq`: only ever forward, and never further than the log goes."""
    seen = min(seq, room.head)
    positions = ReadPosition.objects.filter(room=room, user_id=user.pk)
    if seen > 0 and not positions.filter(seq__gte=seen).exists():
        ReadPosition.objects.get_or_create(room=room, user_id=user.pk, defaults={"seq": seen})
        # Two tabs may tell at once: the further one stays.
        positions.filter(seq__lt=seen).update(seq=seen)


def note_export(*, room: Room, user: User) -> None:
    """The audit log keeps who took the talk along, never what was said."""
    log(instance=room, action="events.room_exported", user=User.objects.get(pk=user.pk))

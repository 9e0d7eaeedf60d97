"""A room's log has an epoch: it changes when the database becomes an older one than was seen."""

from collections.abc import Iterable

from django.db import transaction

from events.models import Room
from events.models.room import new_epoch


@transaction.atomic
def renew_epoch_if_restored(slug: str, seen_epoch: str, seen_head: int) -> None:
    """Give the room a new epoch where its log is shorter than it was seen to be: the database is an older one."""
    room = Room.objects.select_for_update().filter(slug=slug, epoch=seen_epoch, head__lt=seen_head).first()
    if room is not None:
        Room.objects.filter(pk=room.pk).update(epoch=new_epoch())


@transaction.atomic
def renew_epochs(rooms: Iterable[Room]) -> int:
    """Give every room a new epoch, as after restoring a database on another machine; returns how many."""
    return sum(Room.objects.filter(pk=room.pk).update(epoch=new_epoch()) for room in rooms)

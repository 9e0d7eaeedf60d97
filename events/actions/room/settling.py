"""What a meeting's page says about its room, once it is published."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.actions.room.batch import Batch
from events.actions.room.tlp import change_label
from events.models import Room
from events.room.bus import process_bus
from events.room.events import HUB
from events.room.kinds.tlp import is_stricter


@transaction.atomic
def settle_rule(*, room: Room, tlp: str, is_chatham_house: bool) -> None:
    """Bring the room in step, and the moderators' room beside it. Once something was said in either, the page can only
    narrow the label: a wider one needs the second person, and the Chatham House rule neither comes nor goes."""
    locked = Room.objects.select_for_update().get(pk=room.pk)
    beside = Room.objects.filter(backchannel_of=room)
    if not locked.head and not beside.filter(head__gt=0).exists():
        both = Room.objects.filter(Q(pk=room.pk) | Q(backchannel_of=room))
        both.update(tlp=tlp, is_chatham_house=is_chatham_house)
    elif is_stricter(tlp, str(locked.tlp_id)):
        _narrow(locked, tlp)
    room.refresh_from_db()


def _narrow(room: Room, tlp: str) -> None:
    if not room.is_open:
        # Nobody is there to be told, and nothing is said any more: the label is that of the whole talk.
        Room.objects.filter(pk=room.pk).update(tlp=tlp)
        return
    batch = Batch(room, [], timezone.now())
    change_label(batch, HUB, tlp, {})
    batch.write()
    transaction.on_commit(lambda: process_bus.hint(room.pk, batch.events[-1].seq))

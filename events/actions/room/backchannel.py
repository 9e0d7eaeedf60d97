"""Where the moderators of a room talk among themselves: a room of its own, made when it is first asked for.

It has no meeting, is never wider than the room beside which it is, closes and is forgotten with it.
"""

import uuid

from django.db import transaction
from django.utils import timezone

from events.actions.room.batch import Batch
from events.actions.room.tlp import change_label
from events.models import Room
from events.room.bus import process_bus
from events.room.events import HUB
from events.room.kinds.tlp import is_stricter


def backchannel_of(room: Room) -> Room:
    """The moderators' room beside `room`, under its label and its rule."""
    found, is_new = Room.objects.get_or_create(backchannel_of=room, defaults=_start(room))
    if not is_new:
        follow_label(room.pk)
        found.refresh_from_db()
    return found


def _start(room: Room) -> dict[str, object]:
    return {
        # Nobody meets under this key: it belongs to no page.
        "meeting_key": uuid.uuid4(),
        "title_ja": room.title_ja,
        "title_en": room.title_en,
        "tlp": room.tlp,
        "is_chatham_house": room.is_chatham_house,
        "closes_at": room.closes_at,
    }


@transaction.atomic
def follow_label(room_id: int) -> None:
    """Narrow the moderators' room beside `room_id` where its label has become wider than that room's."""
    beside = Room.objects.select_for_update(of=("self",)).select_related("backchannel_of")
    found = beside.filter(backchannel_of=room_id).first()
    if found is None:
        return
    batch = Batch(found, [], timezone.now())
    if keep_within(batch):
        batch.write()
        head = batch.events[-1].seq
        transaction.on_commit(lambda: process_bus.hint(found.pk, head))


def keep_within(batch: Batch) -> bool:
    """Whether the label of a moderators' room had to be narrowed before anything is said under it."""
    beside = batch.room.backchannel_of
    if beside is None or not is_stricter(str(beside.tlp_id), str(batch.room.tlp_id)):
        return False
    change_label(batch, HUB, str(beside.tlp_id), {})
    return True


def follow_meeting(room: Room) -> None:
    """Name and end of the moderators' room are those of `room`."""
    facts = {"title_ja": room.title_ja, "title_en": room.title_en, "closes_at": room.closes_at}
    Room.objects.filter(backchannel_of=room).update(**facts)
    follow_label(room.pk)

"""The room hears that a line of its minutes changed."""

import uuid

from django.db import transaction

from events.actions.minutes.rows import line_payload
from events.actions.room.append import append_events
from events.models import MinutesLine, Room
from events.room.bus import process_bus
from events.room.events import HUB, Draft, Stored
from events.room.kinds.minutes import LINE


def tell_room(line: MinutesLine) -> None:
    """Let those in the room see the change, if it is still open."""
    room = Room.objects.filter(meeting_key=line.minutes.meeting_key).first()
    if room is None or not room.is_open:
        return
    draft = Draft(room.pk, HUB, str(uuid.uuid4()), LINE, "", payload=line_payload(line))
    (outcome,) = append_events(room.pk, [draft])
    if isinstance(outcome, Stored):
        transaction.on_commit(lambda: process_bus.hint(room.pk, outcome.seq))

"""The room hears that a line of its minutes changed."""

import uuid

from events.actions.minutes.rows import line_payload
from events.actions.room.append import append_and_tell
from events.models import MinutesLine, Room
from events.room.events import HUB, Draft
from events.room.kinds.minutes import LINE


def tell_room(line: MinutesLine) -> None:
    """Let those in the room see the change, if it is still open."""
    room = Room.objects.filter(meeting_key=line.minutes.meeting_key).first()
    if room is None or not room.is_open:
        return
    append_and_tell(Draft(room.pk, HUB, str(uuid.uuid4()), LINE, "", payload=line_payload(line)))

"""People who say things in a room of the database."""

import uuid
from typing import Any

from community.models import User, WorkingGroupMembership
from events.actions.room import append_events
from events.actions.room.pseudonyms import person_in
from events.models import Room
from events.queries.room import read_log
from events.room.events import Draft, Event, Outcome, to_json
from events.room.kinds import replay
from events.room.protocol import Send, parse_frame
from tests.factories.community import WorkingGroupFactory

GROUP = "sme"


def group_room(**fields: Any) -> Room:
    """The room of a working group."""
    group = WorkingGroupFactory(code=GROUP)
    return Room.objects.create(**{"meeting_key": uuid.uuid4(), "title_ja": "定例会", "working_group": group, **fields})


def takes_part(user: User) -> User:
    """The same person, in the working group."""
    WorkingGroupMembership.objects.create(user=user, working_group_id=GROUP)
    return user


def send(room: Room, user: User, kind: str, body: str = "", *, cid: str = "", **fields: Any) -> Outcome:
    """What came of the `send` frame that a client of `user` would write."""
    frame = {"type": "send", "cid": cid or str(uuid.uuid4()), "kind": kind, "body": body, **fields}
    read = parse_frame(to_json(frame))
    assert isinstance(read, Send)
    person = person_in(room, user)
    draft = Draft(room.pk, person, read.cid, kind, read.body, read.reply_to, read.target, read.payload)
    return append_events(room.pk, [draft])[0]


def log(room: Room, after: int = 0) -> list[Event]:
    """Everything that stands in the log."""
    return read_log(room.pk, after=after, limit=5000)


def part(room: Room, name: str) -> dict[str, Any]:
    """The part of that name as whoever reads the log has it."""
    return replay(log(room)).part(name)

"""Hands: raised by everybody, the floor is given by moderators. The log alone holds their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.queries.room import can_enter_room
from events.queries.room_people import name_of
from events.room.events import Draft
from events.room.kinds.hands import NOBODY

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def may_lead(batch: Batch, draft: Draft) -> str:
    """Moderators; about somebody who belongs to the room."""
    person = draft.payload["person"]
    if not batch.moderates(draft.actor.id):
        return "forbidden"
    return "" if person == NOBODY or is_of_room(batch, person) else "forbidden"


def is_of_room(batch: Batch, person_id: int) -> bool:
    """Whether the room knows somebody by that id who may be there."""
    user = batch.user(person_id)
    return user is not None and can_enter_room(user, batch.room)


def say_name(batch: Batch, draft: Draft) -> None:
    """Whoever comes late reads a name, not a number."""
    batch.events[-1].payload["name"] = name_of(batch.room, draft.payload["person"])

"""Hands in the order in which they were raised, and who has the floor."""

from typing import Any

from events.room.events import Event
from events.room.frames import Fields, boolean, number
from events.room.kinds.base import Kind, Payload
from events.room.talk import Talk

HAND = "hand"
GIVE = "hand.give"
LOWER = "hand.lower"
PART = "hands"
# To nobody: whoever has the floor has it no longer.
NOBODY = 0


def _read_hand(fields: Fields) -> Payload:
    return {"up": boolean(fields, "up")}


def _read_give(fields: Fields) -> Payload:
    return {"person": number_of_person(fields, NOBODY)}


def _read_lower(fields: Fields) -> Payload:
    return {"person": number_of_person(fields)}


def number_of_person(fields: Fields, nobody: int | None = None) -> int:
    """The id of a person in the room: a user's, or a pseudonym's below 0."""
    value = fields.get("person")
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return -number({"person": -value}, "person", 1)
    return number(fields, "person", 1 if nobody is None else nobody)


def _apply_hand(talk: Talk, event: Event) -> None:
    person = event.actor.id
    if not event.payload.get("up"):
        lower_hand(talk, person)
    elif all(hand["id"] != person for hand in _queue(talk)):
        talk.part(PART)["queue"] = [*_queue(talk), event.actor.as_dict()]


def _apply_give(talk: Talk, event: Event) -> None:
    person = event.payload.get("person")
    lower_hand(talk, person)
    floor = {"id": person, "name": event.payload.get("name", "")} if person else None
    talk.part(PART)["floor"] = floor


def _apply_lower(talk: Talk, event: Event) -> None:
    lower_hand(talk, event.payload.get("person"))


def lower_hand(talk: Talk, person: int | None) -> None:
    """That person waits no longer, and has the floor no longer."""
    part = talk.part(PART)
    floor: dict[str, Any] | None = part.get("floor")
    part["queue"] = [hand for hand in _queue(talk) if hand["id"] != person]
    part["floor"] = None if floor is not None and floor["id"] == person else floor


def _queue(talk: Talk) -> list[dict[str, Any]]:
    queue: list[dict[str, Any]] = talk.part(PART).setdefault("queue", [])
    return queue


KINDS = (
    Kind(HAND, _apply_hand, _read_hand, needs_body=False),
    Kind(GIVE, _apply_give, _read_give, needs_body=False),
    Kind(LOWER, _apply_lower, _read_lower, needs_body=False),
)

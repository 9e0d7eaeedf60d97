"""Rows of a room's log as its readers have them: with the names of the people whom they are about."""

from collections.abc import Iterable
from dataclasses import replace

from community.models import User
from events.models import Pseudonym, RoomEvent
from events.models.room import named_in
from events.room.events import Event


def as_events(rows: Iterable[RoomEvent]) -> list[Event]:
    """The same lines for the wire; `actor` and `pseudonym` have to be selected with the rows.

    At rest a payload holds nobody's name, only who it is: a name that changes is read as it is now, and of an account
    that was deleted no name is left.
    """
    events = [row.as_event() for row in rows]
    ids = {person for event in events if (person := named_in(event.payload)) is not None}
    if not ids:
        return events
    names = _names(ids)
    return [_named(event, names) for event in events]


def _named(event: Event, names: dict[int, str]) -> Event:
    person = named_in(event.payload)
    return event if person is None else replace(event, payload={**event.payload, "name": names.get(person, "")})


def _names(ids: set[int]) -> dict[int, str]:
    users = User.objects.filter(pk__in=[one for one in ids if one > 0])
    pseudonyms = Pseudonym.objects.filter(pk__in=[-one for one in ids if one < 0])
    return {user.pk: user.get_full_name() for user in users} | {each.wire_id: each.name for each in pseudonyms}

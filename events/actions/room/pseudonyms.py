"""The name under which somebody appears in a room."""

from django.db import IntegrityError, transaction

from community.models import User
from events.models import Pseudonym, Room
from events.queries.room_people import pseudonym_of, pseudonym_owner_hash
from events.room.events import Person
from events.room.names import pick_name

TRIES = 20


def person_in(room: Room, user: User) -> Person:
    """`user` as the others in `room` see them: under the Chatham House rule a pseudonym, made at the first time."""
    if not room.is_chatham_house:
        return Person(user.pk, user.get_full_name())
    pseudonym = pseudonym_of(room, user) or _make(room, user)
    return Person(pseudonym.wire_id, pseudonym.name)


def _make(room: Room, user: User) -> Pseudonym:
    for _try in range(TRIES):
        taken = set(Pseudonym.objects.filter(room=room).values_list("name", flat=True))
        try:
            with transaction.atomic():
                return Pseudonym.objects.create(
                    room=room,
                    name=pick_name(taken),
                    person=str(user.pk),
                    person_hash=pseudonym_owner_hash(room, user.pk),
                )
        except IntegrityError:
            # The same person in another tab, or the same name for somebody else in the same moment.
            if known := pseudonym_of(room, user):
                return known
    raise RuntimeError("no free pseudonym was found")

"""What a commit reads first: the same as the models would say. (On PostgreSQL the votes that race go this way.)"""

import uuid

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from community.models import User
from events.actions.room.append import append_events
from events.actions.room.pseudonyms import person_in
from events.actions.room.reads import lock_room, stored_before
from events.models import Room
from events.room.events import Draft, Person, Stored

pytestmark = pytest.mark.django_db


def room_of_all() -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", is_open_to_members=True)


def drafts_of(room: Room, people: list[Person]) -> list[Draft]:
    return [Draft(room.pk, person, str(uuid.uuid4()), "message", "発言") for person in people]


def test_locked_room_is_the_room(vocabularies):
    room = room_of_all()
    with transaction.atomic():
        locked = lock_room(room.pk)
        assert lock_room(room.pk + 1) is None
    stored = Room.objects.get(pk=room.pk)
    assert model_to_dict(locked) == model_to_dict(stored)
    assert (locked.pk, locked.meeting_key, locked._state.adding) == (room.pk, room.meeting_key, False)


@pytest.mark.parametrize("is_chatham_house", [False, True])
def test_earlier_sendings_are_found_by_sender_and_cid(vocabularies, is_chatham_house):
    room = room_of_all()
    Room.objects.filter(pk=room.pk).update(is_chatham_house=is_chatham_house)
    room.refresh_from_db()
    people = [person_in(room, User.objects.create_user(email=f"u{n}@x.example", password=None)) for n in range(3)]
    drafts = drafts_of(room, people)
    outcomes = append_events(room.pk, drafts[:2])
    assert [outcome.dup for outcome in outcomes if isinstance(outcome, Stored)] == [False, False]
    another = Draft(room.pk, people[1], drafts[0].cid, "message", "発言")
    known = stored_before(room, [*drafts, another])
    assert known == {(draft.actor.id, draft.cid): (seq, outcomes[0].at) for seq, draft in enumerate(drafts[:2], 1)}


def test_earlier_sendings_are_looked_up_not_looked_for(vocabularies):
    room = room_of_all()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        stored_before(room, drafts_of(room, [Person(1, "一"), Person(2, "二")]))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
            assert "actor_id=? AND cid=?" in str(cursor.fetchall())

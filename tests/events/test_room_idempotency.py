"""Matrix's four cases of a transaction sent again, by our names: cid, room, person, tab."""

import uuid

import pytest

from events.actions.room import append_drafts, append_events
from events.models import Room
from events.queries.room import read_log
from events.room.events import Draft, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(vocabularies) -> list[Room]:
    return [Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会") for _ in range(2)]


@pytest.fixture
def people(make_person) -> list[Person]:
    return [Person(person.pk, person.name) for person in (make_person("member"), make_person("member"))]


def draft(room: Room, person: Person, cid: str, body: str = "本文", **fields) -> Draft:
    return Draft(room.pk, person, cid, **{"kind": "message", "body": body, **fields})


def bodies(room: Room) -> list[str]:
    return [event.payload["body"] for event in read_log(room.pk, after=0, limit=100)]


def test_the_same_again_is_the_same_event(rooms, people):
    cid = str(uuid.uuid4())
    (first,) = append_drafts([draft(rooms[0], people[0], cid)])
    (again,) = append_drafts([draft(rooms[0], people[0], cid)])
    assert (again.seq, again.at, again.dup, again.event) == (first.seq, first.at, True, None)
    assert bodies(rooms[0]) == ["本文"]


def test_other_content_under_the_same_cid_is_still_the_first_event(rooms, people):
    cid = str(uuid.uuid4())
    append_drafts([draft(rooms[0], people[0], cid, "最初"), draft(rooms[0], people[0], cid, "次")])
    (edit,) = append_drafts([draft(rooms[0], people[0], cid, "訂正", kind="edit", target=1)])
    assert (edit.seq, edit.dup) == (1, True)
    assert bodies(rooms[0]) == ["最初"]


def test_the_same_cid_in_another_room_is_another_event(rooms, people):
    cid = str(uuid.uuid4())
    outcomes = append_drafts([draft(room, people[0], cid, f"部屋{room.pk}") for room in rooms])
    assert [outcome.dup for outcome in outcomes] == [False, False]
    assert [bodies(room) for room in rooms] == [[f"部屋{room.pk}"] for room in rooms]


def test_the_same_cid_of_another_person_is_another_event_and_of_another_tab_is_not(rooms, people):
    cid = str(uuid.uuid4())
    outcomes = append_events(rooms[0].pk, [draft(rooms[0], person, cid, person.name) for person in people])
    assert [outcome.dup for outcome in outcomes] == [False, False]
    # Tabs of one person share an outbox: a draft that two of them send is one message.
    (other_tab,) = append_events(rooms[0].pk, [draft(rooms[0], people[1], cid, "別のタブ")])
    assert (other_tab.seq, other_tab.dup) == (2, True)
    assert bodies(rooms[0]) == [person.name for person in people]

"""Hands in the order in which they were raised."""

import pytest

from events.room.events import Refused
from events.room.frames import FrameRefused
from tests.factories.room_talk import log, part, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(room, make_person):
    return [takes_part(make_person("member")) for _ in range(3)]


def queue(room):
    return [hand["id"] for hand in part(room, "hands")["queue"]]


def floor(room):
    return part(room, "hands").get("floor")


def raise_all(room, people):
    for person in people:
        send(room, person, "hand", up=True)


def test_hands_stand_in_order_and_once(room, people):
    raise_all(room, [*people, people[0]])
    assert queue(room) == [person.pk for person in people]
    send(room, people[1], "hand", up=False)
    assert queue(room) == [people[0].pk, people[2].pk]
    send(room, people[1], "hand", up=True)
    assert queue(room)[-1] == people[1].pk


def test_floor_is_given_and_ends(room, chair, people):
    raise_all(room, people)
    send(room, chair, "hand.give", person=people[1].pk)
    assert log(room)[-1].payload == {"body": "", "person": people[1].pk, "name": people[1].name}
    assert queue(room) == [people[0].pk, people[2].pk]
    assert floor(room) == {"id": people[1].pk, "name": people[1].name}
    send(room, chair, "hand.give", person=people[0].pk)
    assert floor(room)["id"] == people[0].pk
    send(room, chair, "hand.give", person=0)
    assert floor(room) is None


def test_who_has_the_floor_gives_it_back(room, chair, people):
    send(room, chair, "hand.give", person=people[0].pk)
    send(room, people[1], "hand", up=False)
    assert floor(room) is not None
    send(room, people[0], "hand", up=False)
    assert floor(room) is None


def test_chair_takes_a_hand_down(room, chair, people):
    raise_all(room, people)
    send(room, chair, "hand.lower", person=people[0].pk)
    assert queue(room) == [people[1].pk, people[2].pk]


def test_only_moderators_lead_and_only_people_of_the_room(room, chair, people, make_person):
    outsider = make_person("member")
    for kind in ("hand.give", "hand.lower"):
        assert send(room, people[0], kind, person=people[1].pk) == Refused("forbidden")
        for stranger in (outsider.pk, 10**9, -5):
            assert send(room, chair, kind, person=stranger) == Refused("forbidden")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("hand", {}),
        ("hand", {"up": 1}),
        ("hand.give", {}),
        ("hand.give", {"person": "1"}),
        ("hand.give", {"person": -(2**60)}),
        ("hand.lower", {"person": 0}),
        ("hand.lower", {"person": True}),
    ],
)
def test_malformed_hand_is_refused(room, people, kind, fields):
    with pytest.raises(FrameRefused):
        send(room, people[0], kind, **fields)

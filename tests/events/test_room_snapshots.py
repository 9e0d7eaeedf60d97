"""Whoever joins late, with a snapshot or without, reads the same talk as whoever was there from the start."""

import json
import random
import uuid
from collections.abc import Iterable

import pytest

from events.actions.room import append_events
from events.models import Room
from events.queries.room import read_log
from events.queries.room_state import read_parts
from events.room.events import MESSAGE, Draft, Event, Person, Stored
from events.room.kinds import KINDS, MODULES, replay
from events.room.talk import Talk
from tests.factories.community import OrganisationFactory, belong
from tests.factories.room_kinds import SCRIPTS

pytestmark = pytest.mark.django_db
LENGTH = 300
# Of so many moments a snapshot is kept.
KEPT = 0.2


@pytest.fixture
def people(make_person):
    first, second = make_person("secretariat"), make_person("secretariat")
    # A wider label needs somebody of another organisation.
    belong(second, OrganisationFactory())
    return [Person(person.pk, person.name) for person in (first, second, make_person("member"))]


def talk_of(events: list[Event]) -> dict:
    return replay(events).as_dict()


def carry_on(snapshot: dict, events: list[Event]) -> dict:
    """The snapshot over the wire and back, and then the events after it."""
    return replay(events, Talk.from_dict(json.loads(json.dumps(snapshot)))).as_dict()


def test_every_kind_has_a_script():
    assert set(SCRIPTS) == {name for name, kind in KINDS.items() if kind.is_sendable}


def say_something(dice: random.Random, room: Room, people: list[Person], kinds: Iterable[str] = SCRIPTS) -> str:
    """One more draft of one of those kinds; the kind, or "" where it was not taken."""
    script = SCRIPTS[dice.choice(sorted(kinds))]
    head = Room.objects.get(pk=room.pk).head
    draft = Draft(room.pk, dice.choice(people), str(uuid.uuid4()), **script(dice, head))
    (outcome,) = append_events(room.pk, [draft])
    return draft.kind if isinstance(outcome, Stored) else ""


def new_room() -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", is_open_to_members=True)


@pytest.fixture
def room(vocabularies):
    return new_room()


@pytest.mark.parametrize("seed", range(6))
def test_snapshot_and_the_log_after_it_are_the_whole_log(room, people, seed):
    dice = random.Random(seed)  # noqa: S311 - dice, no secret
    snapshots = {0: talk_of([])}
    for _ in range(LENGTH):
        if say_something(dice, room, people) and dice.random() < KEPT:
            events = read_log(room.pk, after=0, limit=1000)
            snapshots[len(events)] = talk_of(events)
    whole = talk_of(read_log(room.pk, after=0, limit=1000))
    assert len(snapshots) > 10
    for seq, snapshot in snapshots.items():
        assert carry_on(snapshot, read_log(room.pk, after=seq, limit=1000)) == whole, seq
    room.refresh_from_db()
    for name, part in read_parts(room).items():
        assert {key: part[key] for key in whole["parts"].get(name, {})} == whole["parts"].get(name, {}), name


@pytest.mark.parametrize("module", [module.__name__.rsplit(".", 1)[1] for module in MODULES])
def test_every_kind_is_taken_some_time(vocabularies, people, module):
    dice = random.Random(0)  # noqa: S311 - dice, no secret
    own = {kind.name for each in MODULES if each.__name__.endswith(module) for kind in each.KINDS} & set(SCRIPTS)
    left, room = set(own), new_room()
    for number in range(1, 1000):
        left.discard(say_something(dice, room, people, own | {MESSAGE}))
        if not left:
            break
        # Where a room has become RED, some kinds are never taken any more.
        room = room if number % 40 else new_room()
    assert own
    assert not left


def test_unknown_kind_of_a_newer_version_changes_nothing():
    event = Event(1, "hologram", Person(1, "会員"), {"body": "?"}, "t", "c")
    assert replay([event]).as_dict() == Talk().as_dict()

"""AMBER stays with the organisations that take part, RED with the people; wider labels with all members."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import User
from events.actions.room import append_events
from events.models import Attendance, Registration, Room
from events.queries.room import can_enter_room, room_for
from events.room.events import Draft, Person
from tests.factories.community import OrganisationFactory, belong
from tests.factories.events import meeting, meeting_index

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING = Registration.State.CONFIRMED, Registration.State.WAITING
STRICT = ("AMBER", "AMBER+STRICT")


@pytest.fixture
def page(content_tree):
    return meeting(meeting_index(content_tree.home["ja"]))


@pytest.fixture
def room(page) -> Room:
    return Room.objects.create(meeting_key=page.translation_key, title_ja="定例会", is_open_to_members=True)


@pytest.fixture
def staff(make_person):
    """Two colleagues and somebody from elsewhere; all of them members."""
    ours, people = OrganisationFactory(), [make_person("member") for _ in range(3)]
    for person, organisation in zip(people, (ours, ours, OrganisationFactory()), strict=True):
        belong(person, organisation)
    return people


def close(room: Room) -> None:
    room.closes_at = timezone.now() - timedelta(seconds=1)
    room.save(update_fields=["closes_at"])


def who(room: Room, *people: User) -> list[bool]:
    return [can_enter_room(person, room) for person in people]


def label(room: Room, label: str) -> None:
    room.tlp_id = label
    room.save(update_fields=["tlp"])


@pytest.mark.parametrize("tlp", ["CLEAR", "GREEN", *STRICT, "RED"])
def test_while_it_is_held_everybody_who_comes_takes_part(room, staff, tlp):
    label(room, tlp)
    assert who(room, *staff) == [True, True, True]


@pytest.mark.parametrize("tlp", STRICT)
def test_afterwards_amber_stays_with_the_organisations_that_were_there(room, staff, tlp):
    label(room, tlp)
    Attendance.objects.create(meeting_key=room.meeting_key, user=staff[0], source="room")
    close(room)
    assert who(room, *staff) == [True, True, False]
    assert room_for(staff[2], room.slug) is None


@pytest.mark.parametrize("tlp", ["CLEAR", "GREEN"])
def test_afterwards_wider_labels_stay_with_the_members(room, staff, tlp, make_person):
    label(room, tlp)
    close(room)
    assert who(room, *staff, make_person()) == [True, True, True, False]


def test_who_spoke_was_there(room, staff):
    append_events(room.pk, [Draft(room.pk, Person(staff[0].pk, ""), str(uuid.uuid4()), "message", "発言")])
    close(room)
    assert who(room, *staff) == [True, True, False]


def test_who_was_marked_as_absent_was_not_there(room, staff):
    Attendance.objects.create(meeting_key=room.meeting_key, user=staff[0], source="hand", was_there=False)
    close(room)
    assert who(room, *staff) == [False, False, False]


def test_people_without_an_organisation_have_no_colleagues(room, make_person):
    one, other = make_person("member"), make_person("member")
    Attendance.objects.create(meeting_key=room.meeting_key, user=one, source="room")
    close(room)
    assert who(room, one, other) == [True, False]


@pytest.mark.parametrize(("tlp", "colleague"), [("AMBER", True), ("AMBER+STRICT", True), ("RED", False)])
def test_registered_people_come_and_under_amber_their_colleagues(room, page, staff, tlp, colleague):
    page.registration = "open"
    page.save()
    label(room, tlp)
    Registration.objects.create(meeting_key=room.meeting_key, user=staff[0], state=CONFIRMED)
    Registration.objects.create(meeting_key=room.meeting_key, user=staff[2], state=WAITING)
    assert who(room, *staff) == [True, colleague, False]
    label(room, "GREEN")
    assert who(room, *staff) == [True, True, True]


def test_who_moderates_comes_always(room, page, make_person):
    page.registration = "approval"
    page.save()
    label(room, "RED")
    assert who(room, make_person("secretariat"), make_person("member")) == [True, False]
    close(room)
    assert who(room, make_person("secretariat"), make_person("member")) == [True, False]


def test_meeting_page_says_with_whom_the_talk_stays(room, page, staff, sign_in):
    page.registration = "open"
    page.save()
    Registration.objects.create(meeting_key=room.meeting_key, user=staff[0], state=CONFIRMED)
    inside, outside = (sign_in(person).get(page.url).content.decode() for person in (staff[0], staff[2]))
    assert "TLP:AMBERのもとで、参加する人たちの中にとどめます" in outside
    assert "参加する人たちの中にとどめます" not in inside

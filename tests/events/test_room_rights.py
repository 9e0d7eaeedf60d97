"""Who moderates and who chairs a room."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from community.models import WorkingGroupMembership
from events.models import Room
from events.queries.room_rights import chairs, moderates, office_of
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(vocabularies):
    WorkingGroupFactory(code="other")
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group):
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.mark.parametrize(
    ("role", "scope", "office", "leads"),
    [
        ("chair", {"working_group": "sme"}, "chair", True),
        ("secretary", {"working_group": "sme"}, "secretary", False),
        ("secretariat", {}, "secretariat", True),
        ("member", {}, "", False),
        ("chair", {"working_group": "other"}, "", False),
        ("organiser", {"region": "hokkaido"}, "", False),
    ],
)
def test_offices_of_a_groups_room(room, make_person, role, scope, office, leads):
    person = make_person(role, **scope)
    assert (office_of(person, room), moderates(person, room), chairs(person, room)) == (office, bool(office), leads)


def test_who_organises_the_region_moderates_its_meeting(content_tree, group, make_person):
    page = meeting(meeting_index(content_tree.home["ja"]), region_id="hokkaido")
    room = Room.objects.create(meeting_key=page.translation_key, title_ja="地域の会", is_open_to_members=True)
    here, elsewhere = make_person("organiser", region="hokkaido"), make_person("organiser", region="kanto")
    assert [office_of(person, room) for person in (here, elsewhere)] == ["organiser", ""]
    assert chairs(here, room)
    room.working_group = group
    assert moderates(here, room)
    assert not chairs(here, room)


def test_who_is_no_member_any_more_has_no_office(room, make_person):
    chair = make_person("chair", working_group="sme")
    chair.suspended_at = "2026-01-01T00:00:00Z"
    assert office_of(chair, room) == office_of(AnonymousUser(), room) == ""


def test_page_tells_the_browser(room, group, make_person, sign_in):
    chair, member = make_person("chair", working_group="sme"), make_person("member")
    WorkingGroupMembership.objects.create(user=member, working_group=group)
    url = reverse("events:room", args=[room.slug])
    pages = [sign_in(person).get(url).content.decode() for person in (chair, member)]
    assert [("data-moderates" in html, "data-chairs" in html) for html in pages] == [(True, True), (False, False)]

"""What the desk says of meetings: registrations to answer, and how many come to one's own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.models import User, WorkingGroup, WorkingGroupMembership
from events.actions.attendance import note_presence
from events.actions.registrations import register
from events.models import MeetingIndexPage, MeetingPage
from secunity.home.queries import Desk
from tests.conftest import Tree
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index


@pytest.fixture
def index(content_tree: Tree) -> MeetingIndexPage:
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def group(content_tree: Tree) -> WorkingGroup:
    return WorkingGroupFactory(code="sme", name_ja="中小企業WG")


@pytest.fixture
def chair(group: WorkingGroup, make_person: Callable[..., User]) -> User:
    return make_person("chair", working_group="sme")


def participant(group: WorkingGroup, make_person: Callable[..., User]) -> User:
    person = make_person("member", name="試作 出席")
    WorkingGroupMembership.objects.create(working_group=group, user=person)
    return person


def test_registrations_wait_for_who_holds_the_meeting(
    index: MeetingIndexPage, group: WorkingGroup, chair: User, make_person: Callable[..., User], make_region: Callable
) -> None:
    make_region("kinki")
    page: MeetingPage = meeting(index, registration="approval", working_group=group)
    for _number in range(2):
        register(meeting=page, user=participant(group, make_person))
    (part,) = [part for part in Desk(chair, "ja").waiting if part.key == "registrations"]
    assert [(row.title, row.note) for row in part.rows] == [(page.title, "回答を待つ参加登録2件")]
    assert str(page.translation_key) in part.rows[0].url
    other = make_person("organiser", region="kinki")
    assert "registrations" not in [part.key for part in Desk(other, "ja").waiting]


def test_next_meetings_say_to_their_holders_how_many_come(
    index: MeetingIndexPage, group: WorkingGroup, chair: User, make_person: Callable[..., User], make_region: Callable
) -> None:
    make_region("kinki")
    page = meeting(index, registration="open", working_group=group)
    register(meeting=page, user=participant(group, make_person))
    notes = {
        person: [row.note for part in Desk(person, "ja").news if part.key == "meetings" for row in part.rows]
        for person in (chair, make_person("organiser", region="kinki"))
    }
    assert notes[chair] == ["中小企業WG · 参加登録1名"]
    assert not [note for person, found in notes.items() for note in found if person != chair and "参加登録" in note]


def test_roster_page_tells_the_chair_who_was_at_the_last_meetings(
    index: MeetingIndexPage,
    group: WorkingGroup,
    chair: User,
    make_person: Callable[..., User],
    sign_in: Callable[..., Client],
) -> None:
    person = participant(group, make_person)
    begin = timezone.now() - timedelta(days=2)
    page = meeting(index, working_group=group, starts_at=begin, ends_at=begin + timedelta(hours=1))
    note_presence(meeting_key=page.translation_key, user=person, source="room")
    desk = "/members/working-groups/sme/"
    assert "最近の会議の出席" in sign_in(chair).get(desk).content.decode()
    assert 'id="attendance-title"' not in sign_in(person).get(desk).content.decode()

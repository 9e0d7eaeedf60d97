"""What follows a publication: the room, the other language, the caches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import Region
from events.actions.meetings import ensure_room, settle_meeting
from events.models import MeetingPage, Room
from events.tasks import refresh_meeting_lists
from secunity.core.queries import content_version
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def pair(content_tree, index):
    """A meeting in Japanese and in English."""
    english_index = meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(index, title="定例会")
    return page, meeting(english_index, title="Regular", translation_key=page.translation_key)


def publish(page):
    page.save_revision().publish()


def test_publishing_makes_the_room_once(index):
    group = WorkingGroupFactory()
    page = meeting(index, title="定例会", working_group=group, tlp_id="GREEN")

    publish(page)
    publish(page)
    room = Room.objects.get()

    assert room.meeting_key == page.translation_key
    assert (room.title_ja, room.working_group, room.tlp_id) == ("定例会", group, "GREEN")
    assert not room.is_open_to_members
    assert room.opens_at == page.starts_at - timedelta(minutes=30)
    assert room.closes_at == page.ends_at + timedelta(minutes=60)


def test_room_without_group_is_open_to_members(index):
    assert ensure_room(meeting=meeting(index)).is_open_to_members


def test_room_follows_the_meeting(index):
    page = meeting(index)
    publish(page)
    page.starts_at += timedelta(days=2)
    page.ends_at += timedelta(days=2)

    publish(page)

    assert Room.objects.get().opens_at == page.starts_at - timedelta(minutes=30)


def test_both_languages_share_the_room(pair):
    page, translation = pair

    publish(page)
    publish(translation)
    room = Room.objects.get()

    assert (room.title_ja, room.title_en) == ("定例会", "Regular")


def test_japanese_page_leads_what_is_one_fact(pair):
    page, translation = pair
    page.region = Region.objects.get(code="kinki")
    page.is_public = False
    page.starts_at += timedelta(hours=1)
    page.ends_at += timedelta(hours=1)

    publish(page)
    translation.title = "Changed"
    publish(translation)
    english = MeetingPage.objects.get(pk=translation.pk)

    assert english.title == "Changed"
    assert (english.region_id, english.is_public, english.starts_at) == ("kinki", False, page.starts_at)
    assert not MeetingPage.objects.get(pk=page.pk).is_public


def test_meeting_without_room_gets_none_and_closes_one(index):
    page = meeting(index)
    publish(page)
    page.has_room = False

    assert settle_meeting(meeting=page) is None
    assert not Room.objects.get().is_open


def test_taking_back_closes_the_room_with_the_last_language(pair):
    page, translation = pair
    for each in (page, translation):
        each.starts_at, each.ends_at = timezone.now(), timezone.now() + timedelta(hours=1)
        publish(each)
    assert Room.objects.get().is_open

    MeetingPage.objects.get(pk=translation.pk).unpublish()
    assert Room.objects.get().is_open

    MeetingPage.objects.get(pk=page.pk).unpublish()
    assert not Room.objects.get().is_open


def test_deleting_closes_the_room(index):
    page = meeting(index, starts_at=timezone.now())
    publish(page)

    MeetingPage.objects.get(pk=page.pk).delete()

    assert not Room.objects.get().is_open


def test_publishing_and_taking_back_make_cached_pages_stale(index):
    page = meeting(index)
    versions = [content_version()]
    publish(page)
    versions.append(content_version())
    MeetingPage.objects.get(pk=page.pk).unpublish()
    versions.append(content_version())

    assert versions == sorted(set(versions))


@pytest.mark.parametrize(("offset", "expected"), [(-3, False), (-1, True), (1, False)])
def test_lists_are_refreshed_when_a_meeting_begins(index, offset, expected):
    now = timezone.now()
    meeting(index, starts_at=now + timedelta(minutes=offset))
    before = content_version()

    assert refresh_meeting_lists(now) is expected
    assert (content_version() > before) is expected

"""The way into the video call: by time, by role, with a line in the audit log."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from events.actions.meetings import change_call, settle_meeting
from events.actions.registrations import register
from events.models import Attendance, MeetingDesk
from events.models.video import check_call_url, new_call_url
from tests.factories.events import meeting, meeting_index

VIDEO = "https://video.example/call-1"


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


def path(page):
    return f"/events/{page.translation_key}/call/"


@pytest.mark.parametrize(
    ("minutes", "member", "holder"),
    [(-90, 403, 403), (-50, 403, 302), (-10, 302, 302), (110, 302, 302), (130, 403, 403)],
)
def test_call_opens_by_time_and_role(index, make_person, sign_in, minutes, member, holder):
    page = meeting(index, starts_at=timezone.now() - timedelta(minutes=minutes), video_url=VIDEO)

    assert sign_in(make_person("member")).get(path(page)).status_code == member
    assert sign_in(make_person("secretariat")).get(path(page)).status_code == holder


def test_opening_leads_on_without_referrer_and_is_logged(index, make_person, sign_in):
    page = meeting(index, starts_at=timezone.now(), video_url=VIDEO)
    person = make_person("member")

    answer = sign_in(person).get(path(page))

    assert (answer["Location"], answer["Referrer-Policy"]) == (VIDEO, "no-referrer")
    entry = PageLogEntry.objects.get(action="events.call_opened")
    assert (entry.user_id, entry.page_id) == (person.pk, page.pk)
    assert VIDEO not in str(entry.data)
    assert Attendance.objects.get(user=person).source == "call"


def test_call_with_registration_is_for_those_with_a_place(index, make_person, sign_in):
    page = meeting(index, registration="open", capacity=1, video_url=VIDEO)
    first, waiting = make_person("member"), make_person("member")
    register(meeting=page, user=first)
    register(meeting=page, user=waiting)
    type(page).objects.filter(pk=page.pk).update(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))

    assert sign_in(first).get(path(page))["Location"] == VIDEO
    assert sign_in(waiting).get(path(page)).status_code == 403


def test_strangers_are_asked_to_sign_in(index, client):
    page = meeting(index, starts_at=timezone.now(), video_url=VIDEO)

    answer = client.get(path(page))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_cancelled_meeting_opens_no_call(index, make_person, sign_in):
    page = meeting(index, starts_at=timezone.now(), video_url=VIDEO, is_cancelled=True)

    assert sign_in(make_person("member")).get(path(page)).status_code == 403


def test_call_is_made_where_nobody_gave_one(index, settings):
    page = meeting(index)
    settle_meeting(meeting=page)
    first = MeetingDesk.of(page.translation_key).call_url
    settle_meeting(meeting=page)

    assert first.startswith("https://meet.jit.si/secunity-")
    assert len(first.rpartition("-")[2]) == 48
    assert MeetingDesk.of(page.translation_key).call_url == first
    assert new_call_url() != new_call_url()


def test_meeting_from_before_gets_its_call_when_somebody_comes(index, make_person, sign_in):
    page = meeting(index, starts_at=timezone.now())

    assert sign_in(make_person("member")).get(path(page))["Location"].startswith("https://meet.jit.si/secunity-")


def test_address_rests_sealed(index):
    page = meeting(index, video_url=VIDEO)

    with connection.cursor() as cursor:
        cursor.execute("SELECT call_url FROM events_meetingdesk")
        assert "video.example" not in cursor.fetchone()[0]
    assert MeetingDesk.of(page.translation_key).call_url == VIDEO


def test_holders_change_the_address(index, make_person):
    page = meeting(index, video_url=VIDEO)
    office = make_person("secretariat")

    with pytest.raises(PermissionDenied):
        change_call(meeting=page, by=make_person("member"), url="https://other.example/a")
    change_call(meeting=page, by=office, url="https://other.example/a")
    assert MeetingDesk.of(page.translation_key).call_url == "https://other.example/a"
    change_call(meeting=page, by=office, url="")
    assert MeetingDesk.of(page.translation_key).call_url.startswith("https://meet.jit.si/")


@pytest.mark.parametrize(
    "url",
    [
        "http://video.example/a",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@video.example/",
        "https://video.example:x/",
        "https://video.example/a b",
        "https://[::1",
        "https://video.example/" + "a" * 500,
    ],
)
def test_address_that_is_none_is_refused_in_words(url):
    with pytest.raises(ValidationError, match="https://"):
        check_call_url(url)

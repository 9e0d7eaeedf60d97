"""What a person takes along about meetings, and how long the hub knows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.actions.export import export_own_data
from community.tasks import all_periods
from events.actions.attendance import note_presence
from events.actions.registrations import approve_registration, register
from events.models import Attendance, MeetingMail, MeetingPage, Registration
from events.queries.registrations import attendance_of_group
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

PERIODS = {period.code: period for period in all_periods()}
DAY = timedelta(days=1)
KINDS = {"registrations": Registration, "attendances": Attendance}


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def person(make_person):
    return make_person("member", name="申し込んだ人")


def plant(page, person, *, days_ago):
    """Registered for, told about and been at `page`, which then ended days ago."""
    register(meeting=page, user=person, message="車いすで行きます")
    note_presence(meeting_key=page.translation_key, user=person, source="room")
    MeetingMail.is_first(meeting_key=page.translation_key, user_id=person.pk, kind="day", about=page.starts_at)
    ended = timezone.now() - days_ago * DAY
    MeetingPage.objects.filter(pk=page.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    Registration.objects.filter(meeting_key=page.translation_key).update(changed_at=ended - 2 * DAY)
    Attendance.objects.filter(meeting_key=page.translation_key).update(noted_at=ended - timedelta(minutes=30))
    MeetingMail.objects.filter(meeting_key=page.translation_key).update(sent_at=ended - DAY)


def test_export_holds_ones_registrations_attendance_and_mails_in_words(index, person, make_person):
    page = meeting(index, registration="approval")
    office = make_person("secretariat", name="事務局の人")
    registration = register(meeting=page, user=person, message="車いすで行きます")
    approve_registration(registration=registration, meeting=page, by=office)
    note_presence(meeting_key=page.translation_key, user=person, source="room")
    other = make_person("member", name="別の人")
    register(meeting=page, user=other, message="別の人の言葉")

    data = export_own_data(user=person)["records"]
    (row,) = data["events.Registration"]
    assert (row["message"], row["state"]) == ("車いすで行きます", "confirmed")
    assert (row["user"], row["decided_by"]) == ("self", "somebody else")
    assert row["meeting_key"] == page.translation_key.hex
    assert data["events.Attendance"][0]["source"] == "room"
    assert "別の人の言葉" not in str(data)
    assert "車いすで行きます" not in str(export_own_data(user=other))
    assert {"table": "events.Registration", "id": registration.pk, "as": "decided_by"} in export_own_data(user=office)[
        "acts"
    ]


@pytest.mark.parametrize("code", ["registrations", "attendances"])
def test_rows_stay_until_the_period_after_the_meeting_is_over(index, person, code):
    period = PERIODS[code]
    kept, over = (meeting(index, slug=slug, registration="open") for slug in ("kept", "over"))
    plant(kept, person, days_ago=period.days - 1)
    plant(over, person, days_ago=period.days + 1)

    assert period.run() == 1
    assert [row.meeting_key for row in KINDS[code].objects.all()] == [kept.translation_key]
    if code == "registrations":
        assert [row.meeting_key for row in MeetingMail.objects.all()] == [kept.translation_key]


def test_meeting_put_off_keeps_its_registrations(index, person):
    page = meeting(index, registration="open")
    plant(page, person, days_ago=-1)
    Registration.objects.update(changed_at=timezone.now() - 400 * DAY)
    Attendance.objects.update(noted_at=timezone.now() - 400 * DAY)

    assert PERIODS["registrations"].run() == 0
    assert PERIODS["attendances"].run() == 0


def test_rows_of_a_deleted_meeting_go_by_their_own_age(index, person):
    old, new = meeting(index, slug="old", registration="open"), meeting(index, slug="new", registration="open")
    plant(old, person, days_ago=400)
    register(meeting=new, user=person)
    MeetingPage.objects.all().delete()

    assert PERIODS["registrations"].run() == 1
    assert Registration.objects.get().meeting_key == new.translation_key
    assert PERIODS["attendances"].run() == 1


def test_group_counts_only_meetings_of_which_it_is_known_who_was_there(index, make_person):
    group = WorkingGroupFactory()
    chair = make_person("chair", working_group=group)
    for days_ago in (400, 10):
        page = meeting(index, slug=f"m{days_ago}", working_group=group, registration="open")
        plant(page, chair, days_ago=days_ago)
    assert attendance_of_group(group, "ja", chair) == (2, {chair.pk: 2})
    PERIODS["attendances"].run()
    assert attendance_of_group(group, "ja", chair) == (1, {chair.pk: 1})

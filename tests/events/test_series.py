"""Meetings that come again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.actions.series import COPIED, end_series, repeat_meeting
from events.models import MeetingDesk, MeetingPage, MeetingSeries, Room
from events.models.series import nth_weekday
from tests.factories.events import meeting, meeting_index

TOKYO = ZoneInfo("Asia/Tokyo")
# A second Wednesday.
STARTS = datetime(2030, 6, 12, 15, 0, tzinfo=TOKYO)


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def office(make_person):
    return make_person("secretariat")


def days(pages):
    return [each.starts_at.astimezone(TOKYO).date() for each in pages]


@pytest.mark.parametrize(("which", "expected"), [(1, date(2030, 6, 5)), (2, date(2030, 6, 12)), (5, date(2030, 6, 26))])
def test_weekday_of_a_month(which, expected):
    assert nth_weekday(2030, 6, 2, which) == expected


def test_monthly_series_stays_on_its_weekday(index, office):
    page = meeting(index, starts_at=STARTS, agenda=["一"], record=[], registration="open", capacity=5)

    made = repeat_meeting(meeting=page, by=office, rule="monthly", ends_on=date(2030, 9, 30))

    assert days(made) == [date(2030, 7, 10), date(2030, 8, 14), date(2030, 9, 11)]
    assert {each.agenda_items[0] for each in made} == {"一"}
    assert {(each.capacity, each.registration, each.ends_at - each.starts_at) for each in made} == {
        (5, "open", timedelta(hours=1))
    }


def test_fortnightly_series_ends_on_its_last_day(index, office):
    page = meeting(index, starts_at=STARTS)

    made = repeat_meeting(meeting=page, by=office, rule="weekly", interval=2, ends_on=date(2030, 7, 10))

    assert days(made) == [date(2030, 6, 26), date(2030, 7, 10)]


def test_every_occurrence_has_a_room_a_call_and_an_identity_of_its_own(index, office):
    page = meeting(index, starts_at=STARTS)

    made = repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 26))
    keys = {each.translation_key for each in made}

    assert len({page.calendar_uid, *(each.calendar_uid for each in made)}) == 3
    assert Room.objects.filter(meeting_key__in=keys).count() == 2
    assert len({desk.call_url for desk in MeetingDesk.objects.filter(meeting_key__in=keys)}) == 2


def test_every_occurrence_is_under_the_rule_of_the_first(index, office):
    page = meeting(index, starts_at=STARTS, tlp_id="GREEN", is_chatham_house=True)

    made = repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 19))
    (room,) = Room.objects.filter(meeting_key__in=[each.translation_key for each in made])

    assert {(each.tlp_id, each.is_chatham_house) for each in made} == {("GREEN", True)}
    assert (room.tlp_id, room.is_chatham_house) == ("GREEN", True)


def test_every_fact_of_a_meeting_is_taken_along_or_named_as_its_own():
    """Also one that nobody had thought of when this was written."""
    own = {"starts_at", "ends_at", "is_cancelled", "cancel_note", "series", "first_planned_at", "agenda", "record"}
    facts = {each.name for each in MeetingPage._meta.local_concrete_fields} - {"basepage_ptr", "page_ptr"}

    assert facts == own | (set(COPIED) & facts)


def test_series_is_made_in_every_language(content_tree, index, office):
    english = meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(index, starts_at=STARTS)
    meeting(english, title="Regular", starts_at=STARTS, translation_key=page.translation_key)

    (made,) = repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 19))

    titles = MeetingPage.objects.filter(translation_key=made.translation_key).values_list("title", flat=True)
    assert set(titles) == {"定例会", "Regular"}


def test_moved_occurrence_says_so_and_ended_series_is_cancelled(index, office, client):
    page = meeting(index, starts_at=STARTS)
    first, second = repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 26))
    first = MeetingPage.objects.get(pk=first.pk)
    first.starts_at += timedelta(days=1)
    first.ends_at += timedelta(days=1)
    first.save_revision().publish()

    assert "当初の予定は2030年6月19日" in client.get(first.url).content.decode()
    assert end_series(meeting=first, by=office, note="活動を終えます") == 1
    assert "活動を終えます" in client.get(MeetingPage.objects.get(pk=second.pk).url).content.decode()


@pytest.mark.parametrize("ends_on", [date(2030, 6, 13), date(2020, 1, 1), date(2033, 1, 1)])
def test_rule_that_cannot_be_is_refused(index, office, ends_on):
    page = meeting(index, starts_at=STARTS)

    with pytest.raises(ValidationError):
        repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=ends_on)
    assert not MeetingSeries.objects.exists()


def test_series_is_made_once_and_by_holders_only(index, office, make_person):
    page = meeting(index, starts_at=STARTS)

    with pytest.raises(PermissionDenied):
        repeat_meeting(meeting=page, by=make_person("member"), rule="weekly", ends_on=date(2030, 6, 26))
    repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 26))
    with pytest.raises(ValidationError):
        repeat_meeting(meeting=page, by=office, rule="weekly", ends_on=date(2030, 6, 26))

"""A person's own calendar, by a secret address that can be revoked; cancelled meetings in calendars."""

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from events.actions.registrations import register
from events.models import CalendarKey
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def person(make_person):
    return make_person("member")


def address(client, do="renew"):
    answer = client.post("/events/mine/", {"do": do})
    assert answer.status_code == 200
    return answer.context["address"].removeprefix("http://testserver")


def names(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return {str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_own_calendar_holds_ones_meetings_only(content_tree, index, person, sign_in):
    group = WorkingGroupFactory(code="sme")
    person.working_groups.add(group)
    register(meeting=meeting(index, title="申し込んだ会", registration="open", is_public=False), user=person)
    meeting(index, title="WGの会", working_group=group)
    meeting(index, title="ほかの会", registration="open")

    assert names(address(sign_in(person))) == {"申し込んだ会", "WGの会"}


def test_new_address_and_revoking_close_the_old_one(index, person, sign_in):
    client = sign_in(person)
    first = address(client)
    second = address(client)

    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    address(client, "revoke")
    assert Client().get(second).status_code == 404


def test_token_is_kept_as_a_hash(index, person, sign_in):
    token = address(sign_in(person)).rpartition("/")[2].removesuffix(".ics")

    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash FROM events_calendarkey")
        assert token not in cursor.fetchone()[0]
    assert len(token) >= 40


def test_calendar_of_who_is_no_member_any_more_is_closed(index, person, sign_in):
    path = address(sign_in(person))
    person.role_grants.all().delete()

    assert Client().get(path).status_code == 404


def test_guessed_address_opens_nothing(index, person):
    CalendarKey.renew(person.pk, "ja")

    assert Client().get("/events/calendar/guess.ics").status_code == 404


def test_cancelled_meeting_is_struck_out_in_the_feed(index):
    meeting(index, is_cancelled=True)

    (event,) = Calendar.from_ical(Client().get("/events/calendar.ics").content).walk("VEVENT")

    assert str(event["STATUS"]) == "CANCELLED"

"""Calendars of meetings, read back by another program."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from community.models import Region
from events.actions.meetings import settle_meeting
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

TOKYO = ZoneInfo("Asia/Tokyo")
STARTS = datetime(2030, 6, 12, 15, 0, tzinfo=TOKYO)
VIDEO = "https://video.example/call-1"


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


def calendar_at(path, client=None):
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def names(calendar):
    return {str(event["summary"]) for event in calendar.walk("VEVENT")}


def test_calendar_is_understood_with_its_time_zone(index):
    page = meeting(
        index,
        title="定例会",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(minutes=90),
        lead="要約",
        agenda=["一", "二"],
    )

    calendar = calendar_at("/events/calendar.ics")
    (zone,) = calendar.walk("VTIMEZONE")
    (event,) = calendar.walk("VEVENT")

    assert str(zone["TZID"]) == "Asia/Tokyo"
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert (event.start, event.end) == (STARTS, STARTS + timedelta(minutes=90))
    assert str(event["SUMMARY"]) == "定例会"
    assert str(event["UID"]) == f"meeting-{page.translation_key}@127.0.0.1"
    assert str(event["DESCRIPTION"]) == f"要約\n\n一\n二\n\nhttp://testserver{page.url}"
    assert str(event["LOCATION"]) == "オンライン"
    assert str(event["URL"]) == f"http://testserver{page.url}"
    assert {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE"} <= set(event)


def test_calendar_holds_no_address_of_room_or_video(index):
    page = meeting(index, starts_at=STARTS, video_url=VIDEO, members_note="<p>合言葉</p>")
    room = settle_meeting(meeting=page)

    for path in ("/events/calendar.ics", f"/events/{page.translation_key}.ics"):
        text = Client().get(path).content.decode()
        assert "BEGIN:VEVENT" in text
        for secret in (room.slug, "rooms/", "video.example", "合言葉"):
            assert secret not in text


def test_calendar_is_narrowed_like_the_list(index):
    group = WorkingGroupFactory(code="sme")
    kinki = Region.objects.get(code="kinki")
    meeting(index, title="近畿", region=kinki)
    meeting(index, title="WG", working_group=group)
    meeting(index, title="近畿のWG", region=kinki, working_group=group)

    assert names(calendar_at("/events/calendar.ics")) == {"近畿", "WG", "近畿のWG"}
    assert names(calendar_at("/events/calendar.ics?region=kinki")) == {"近畿", "近畿のWG"}
    assert names(calendar_at("/events/calendar.ics?region=kinki&working_group=sme")) == {"近畿のWG"}
    assert names(calendar_at("/events/calendar.ics?region=tohoku")) == set()


def test_calendar_refuses_an_unknown_filter_in_words(index):
    answer = Client().get("/events/calendar.ics?region=atlantis")

    assert answer.status_code == 404
    assert "atlantis" in answer.content.decode()
    assert "kinki" in answer.content.decode()


def test_calendar_never_holds_a_members_meeting(index, make_person, sign_in):
    meeting(index, title="会員の会", is_public=False)

    assert names(calendar_at("/events/calendar.ics", sign_in(make_person("member")))) == set()


def test_members_meeting_is_for_the_calendars_of_members(index, make_person, sign_in):
    page = meeting(index, title="会員の会", is_public=False)
    path = f"/events/{page.translation_key}.ics"
    member = make_person("member")

    assert Client().get(path).status_code == 404
    assert sign_in(member, second_factor=False).get(path).status_code == 404
    assert sign_in(make_person()).get(path).status_code == 404
    assert names(calendar_at(path, sign_in(member))) == {"会員の会"}
    assert "no-store" in sign_in(member).get(path)["Cache-Control"]


def test_both_languages_are_one_event(content_tree, index):
    english_index = meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(index, title="定例会")
    meeting(english_index, title="Regular meeting", translation_key=page.translation_key)

    (japanese,) = calendar_at("/events/calendar.ics").walk("VEVENT")
    (english,) = calendar_at("/en/events/calendar.ics").walk("VEVENT")

    assert japanese["UID"] == english["UID"]
    assert (str(japanese["SUMMARY"]), str(english["SUMMARY"])) == ("定例会", "Regular meeting")
    assert str(english["LOCATION"]) == "Online"


def test_sequence_grows_with_every_publication_in_any_language(content_tree, index):
    english_index = meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(index, title="定例会")
    translation = meeting(english_index, title="Regular", translation_key=page.translation_key)
    path = f"/events/{page.translation_key}.ics"

    def sequence():
        (event,) = calendar_at(path).walk("VEVENT")
        return event["SEQUENCE"]

    seen = [sequence()]
    for changed in (page, translation, page):
        changed.save_revision().publish()
        seen.append(sequence())
    page.save_revision()

    assert seen == sorted(set(seen))
    assert sequence() == seen[-1]


def test_unknown_meeting_is_a_404_in_words(index):
    answer = Client().get("/events/00000000-0000-4000-8000-000000000000.ics")

    assert answer.status_code == 404
    assert "会議" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_asks_three_questions_for_any_length(index, number, django_assert_num_queries):
    for day in range(number):
        meeting(index, title=f"会{day}", region=Region.objects.get(code="kinki"))
    Client().get("/events/calendar.ics")

    with django_assert_num_queries(3):
        Client().get("/events/calendar.ics?again")

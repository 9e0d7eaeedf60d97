"""Series in calendars: every occurrence is an event of its own name, so that one that moves needs no RECURRENCE-ID.

RFC 5545 (3.8.4.4) lets RECURRENCE-ID name an instance of a component that recurs. No component of ours recurs: each
occurrence has its own agenda, places, room and registrations, and whoever registered for one is not sent the others.
So a calendar has to come out right by UID and SEQUENCE alone; the diary below keeps events as RFC 5546 tells it to.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from events.actions.registrations import register
from events.actions.series import cancel_meeting, repeat_meeting
from events.models import MeetingPage
from tests.factories.events import meeting, meeting_index

TOKYO = ZoneInfo("Asia/Tokyo")
STARTS = datetime(2030, 6, 12, 15, 0, tzinfo=TOKYO)


class Diary:
    """A reader's calendar: one entry a UID and RECURRENCE-ID, the higher SEQUENCE wins, then the later DTSTAMP."""

    def __init__(self):
        self.entries = {}

    def take(self, content):
        for event in Calendar.from_ical(content).walk("VEVENT"):
            key = (str(event["UID"]), str(event.get("RECURRENCE-ID", "")))
            known = self.entries.get(key)
            if known is None or self.order(known) <= self.order(event):
                self.entries[key] = event

    @staticmethod
    def order(event):
        return event["SEQUENCE"], event["DTSTAMP"].dt

    def standing(self):
        starts = [each.start for each in self.entries.values() if each["STATUS"] == "CONFIRMED"]
        return sorted(each.astimezone(TOKYO) for each in starts)


@pytest.fixture
def series(content_tree, make_person):
    index = meeting_index(content_tree.home["ja"])
    first = meeting(index, starts_at=STARTS, ends_at=STARTS + timedelta(hours=1), registration="open")
    office = make_person("secretariat")
    made = repeat_meeting(meeting=first, by=office, rule="weekly", ends_on=date(2030, 7, 3))
    return office, [MeetingPage.objects.get(pk=each.pk) for each in (first, *made)]


def move(page, **by):
    page.starts_at += timedelta(**by)
    page.ends_at += timedelta(**by)
    page.save_revision().publish()


def feed():
    return Client().get("/events/calendar.ics").content


def attached(sent):
    return [content for each in sent for name, content, _kind in each.attachments if name.endswith(".ics")]


def test_no_component_recurs(series):
    events = Calendar.from_ical(feed()).walk("VEVENT")

    assert len({str(each["UID"]) for each in events}) == len(events) == 4
    assert not [each for each in events if {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"} & set(each)]
    assert len({str(each["RELATED-TO"]) for each in events}) == 1


@pytest.mark.parametrize("reads_between", [True, False])
def test_diary_follows_moved_and_cancelled_occurrences(series, reads_between):
    office, pages = series
    diary = Diary()
    diary.take(feed())
    assert diary.standing() == [STARTS + timedelta(weeks=number) for number in range(4)]
    move(pages[1], days=1)
    if reads_between:
        diary.take(feed())
    move(pages[1], hours=2)
    # Onto the very day of the next occurrence: two meetings on one day stay two.
    move(pages[2], weeks=1)
    if reads_between:
        diary.take(feed())
    cancel_meeting(meeting=MeetingPage.objects.get(pk=pages[3].pk), by=office)
    diary.take(feed())

    assert diary.standing() == [STARTS, STARTS + timedelta(days=8, hours=2), STARTS + timedelta(weeks=3)]
    assert len(diary.entries) == 4


def test_older_file_that_comes_late_changes_nothing(series):
    _office, pages = series
    before = feed()
    move(pages[1], days=1)
    diary = Diary()
    diary.take(feed())
    known = diary.standing()
    diary.take(before)

    assert diary.standing() == known


def test_mails_of_one_occurrence_and_the_feed_meet_in_one_entry(
    series, make_person, django_capture_on_commit_callbacks
):
    office, pages = series
    diary = Diary()
    with django_capture_on_commit_callbacks(execute=True):
        register(meeting=pages[1], user=make_person("member"))
    with django_capture_on_commit_callbacks(execute=True):
        move(pages[1], days=2)
    for content in attached(mail.outbox):
        diary.take(content)
    assert diary.standing() == [STARTS + timedelta(days=9)]
    diary.take(feed())
    assert len(diary.entries) == 4

    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_meeting(meeting=MeetingPage.objects.get(pk=pages[1].pk), by=office)
    (content,) = attached(mail.outbox)
    diary.take(content)
    assert str(Calendar.from_ical(content)["METHOD"]) == "CANCEL"
    assert diary.standing() == [STARTS, STARTS + timedelta(weeks=2), STARTS + timedelta(weeks=3)]

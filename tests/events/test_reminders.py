"""Mails about meetings: who, once, in which language, with which calendar file."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from community.models import MailChoice
from events.actions.attendance import note_presence
from events.actions.mails import invite
from events.actions.meetings import settle_meeting
from events.actions.registrations import register
from events.actions.series import cancel_meeting
from events.models import MeetingPage, Registration
from events.signals import minutes_published
from events.tasks.reminders import remind_participants
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def person(make_person):
    return make_person("member")


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Do something and return the mails that left for it."""

    def run(action):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return list(mail.outbox)

    return run


def event_of(letter):
    ((_name, content, _type),) = letter.attachments
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def registered(page, user, days=3):
    register(meeting=page, user=user)
    Registration.objects.update(changed_at=timezone.now() - timedelta(days=days))


def test_reminders_leave_once_a_day_and_an_hour_before(index, person, letters):
    page = meeting(index, registration="open", starts_at=timezone.now() + timedelta(days=5))
    registered(page, person)
    at = page.starts_at

    assert not letters(lambda: remind_participants(at - timedelta(hours=25)))
    assert [each.to for each in letters(lambda: remind_participants(at - timedelta(hours=23)))] == [[person.email]]
    assert not letters(lambda: remind_participants(at - timedelta(hours=22)))
    assert len(letters(lambda: remind_participants(at - timedelta(minutes=50)))) == 1
    assert not letters(lambda: remind_participants(at - timedelta(minutes=40)))
    assert not letters(lambda: remind_participants(at))


def test_only_those_with_a_place_are_reminded(index, make_person, letters):
    page = meeting(index, registration="open", capacity=1, starts_at=timezone.now() + timedelta(days=5))
    first, waiting = make_person("member"), make_person("member")
    registered(page, first)
    registered(page, waiting)

    sent = letters(lambda: remind_participants(page.starts_at - timedelta(hours=20)))

    assert [each.to for each in sent] == [[first.email]]


def test_cancelled_meeting_is_not_reminded_of(index, person, letters):
    page = meeting(index, registration="open", starts_at=timezone.now() + timedelta(days=5))
    registered(page, person)
    MeetingPage.objects.update(is_cancelled=True)

    assert not letters(lambda: remind_participants(page.starts_at - timedelta(hours=20)))


def test_confirmation_is_in_the_persons_language_with_the_date(content_tree, index, person, letters):
    english = meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(index, registration="open")
    meeting(english, title="Regular meeting", translation_key=page.translation_key)
    MailChoice.objects.create(user=person, language="en")

    (letter,) = letters(lambda: register(meeting=page, user=person))
    method, event = event_of(letter)

    assert letter.subject == "You have a place: Regular meeting"
    assert (method, str(event["UID"]), str(event["SUMMARY"])) == ("REQUEST", page.calendar_uid, "Regular meeting")
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"


def test_change_is_told_once_with_a_higher_sequence(index, person, letters):
    page = meeting(index, registration="open")
    settle_meeting(meeting=page)
    (first,) = letters(lambda: register(meeting=page, user=person))
    page.starts_at += timedelta(hours=2)
    page.ends_at += timedelta(hours=2)

    (letter,) = letters(lambda: page.save_revision().publish())
    method, event = event_of(letter)
    page.title = "別の題"
    nothing = letters(lambda: page.save_revision().publish())

    assert "変更" in letter.subject
    assert method == "REQUEST"
    assert event["SEQUENCE"] > event_of(first)[1]["SEQUENCE"]
    assert not nothing


def test_cancelling_tells_everybody_with_a_cancel(index, make_person, person, letters):
    office = make_person("secretariat")
    page = meeting(index, registration="open")
    settle_meeting(meeting=page)
    (first,) = letters(lambda: register(meeting=page, user=person))

    (letter,) = letters(lambda: cancel_meeting(meeting=page, by=office, note="台風のため"))
    method, event = event_of(letter)

    assert "台風のため" in letter.body
    assert (method, str(event["STATUS"]), str(event["UID"])) == ("CANCEL", "CANCELLED", page.calendar_uid)
    assert event["SEQUENCE"] > event_of(first)[1]["SEQUENCE"]


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_taken_back_meeting_is_cancelled_for_its_people(index, person, letters, how):
    page = meeting(index, registration="open")
    settle_meeting(meeting=page)
    letters(lambda: register(meeting=page, user=person))

    (letter,) = letters(lambda: getattr(MeetingPage.objects.get(pk=page.pk), how)())

    assert event_of(letter)[0] == "CANCEL"


def test_invitations_go_to_the_group_once(content_tree, index, make_person, letters):
    group = WorkingGroupFactory(code="sme")
    chair, member, _stranger = make_person("chair", working_group=group), make_person("member"), make_person("member")
    member.working_groups.add(group)
    page = meeting(index, registration="open", working_group=group, agenda=["議題一"])

    sent = letters(lambda: invite(meeting=page, by=chair))
    again = letters(lambda: invite(meeting=page, by=chair))

    assert {each.to[0] for each in sent} == {chair.email, member.email}
    assert all("議題一" in each.body for each in sent)
    assert not again


def test_minutes_thank_those_who_were_there_once(index, make_person, person, letters):
    page = meeting(index, starts_at=timezone.now() - timedelta(days=1))
    note_presence(meeting_key=page.translation_key, user=person, source="room")
    make_person("member")

    def publish():
        minutes_published.send(sender=MeetingPage, meeting_key=page.translation_key)

    assert [each.to for each in letters(publish)] == [[person.email]]
    assert not letters(publish)

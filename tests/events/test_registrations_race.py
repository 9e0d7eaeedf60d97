"""Many people at once, each on a connection of their own: no place is given twice and none stays empty."""

from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Page

from community.actions import create_person, grant_role
from community.models import User
from events.actions.registrations import cancel_registration, register
from events.models import MeetingPage, Registration
from events.tasks.reminders import remind_participants
from tests.factories.events import meeting, meeting_index
from tests.servers import at_once

# One worker makes the tables once for all of them.
PLACES, PEOPLE = 3, 8
State = Registration.State


@pytest.fixture
def page(entry: dict[str, Any]) -> MeetingPage:
    index = meeting_index(Page.objects.get(depth=1))
    return meeting(index, registration="open", capacity=PLACES)


@pytest.fixture
def people(entry: dict[str, Any]) -> list[User]:
    found = [create_person(email=f"p{number}@example.jp", name=f"試験 {number}") for number in range(PEOPLE)]
    for person in found:
        grant_role(user=person, role="member")
    return found


def numbers(page: MeetingPage) -> dict[str, int]:
    rows = Registration.objects.filter(meeting_key=page.translation_key)
    return {state: rows.filter(state=state).count() for state in (State.CONFIRMED, State.WAITING, State.CANCELLED)}


def test_last_place_is_given_once(entry: dict[str, Any], page: MeetingPage, people: list[User]) -> None:
    at_once(entry, [lambda person=person: register(meeting=page, user=person) for person in people])

    assert numbers(page) == {State.CONFIRMED: PLACES, State.WAITING: PEOPLE - PLACES, State.CANCELLED: 0}


def test_places_given_back_at_once_are_all_taken(entry: dict[str, Any], page: MeetingPage, people: list[User]) -> None:
    for person in people:
        register(meeting=page, user=person)

    leave = [lambda person=person: cancel_registration(meeting=page, user=person) for person in people[:PLACES]]
    at_once(entry, [*leave, *leave])

    assert numbers(page) == {State.CONFIRMED: PLACES, State.WAITING: PEOPLE - 2 * PLACES, State.CANCELLED: PLACES}
    first = Registration.objects.confirmed().values_list("user", flat=True)
    assert set(first) == {person.pk for person in people[PLACES : 2 * PLACES]}


def test_one_person_who_presses_often_has_one_place(
    entry: dict[str, Any], page: MeetingPage, people: list[User]
) -> None:
    at_once(entry, [lambda: register(meeting=page, user=people[0]) for _ in range(6)])

    assert numbers(page)[State.CONFIRMED] == 1


def test_processes_that_remind_at_once_send_one_mail(
    entry: dict[str, Any], page: MeetingPage, people: list[User]
) -> None:
    register(meeting=page, user=people[0])
    Registration.objects.update(changed_at=page.starts_at.replace(year=2020))
    sent: list[int] = []
    moment = page.starts_at - timedelta(hours=20)

    at_once(entry, [lambda: sent.append(int(remind_participants(moment) or 0)) for _ in range(5)])

    assert sum(sent) == 1

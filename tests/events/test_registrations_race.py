"""Many people at once, each on a connection of their own: no place is given twice and none stays empty."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from community.actions import create_person, grant_role
from community.models import User
from events.actions.registrations import cancel_registration, register
from events.models import MeetingPage, Registration
from events.tasks.reminders import remind_participants
from tests.factories.events import meeting, meeting_index
from tests.served import prepared_data, run_command
from tests.servers import PostgresServer, postgres_server, use_database

# One worker makes the tables once for all of them.
pytestmark = pytest.mark.xdist_group("registrations")
MIGRATED = (("migrate", "--verbosity=0"), ("load_vocabularies",))
PLACES, PEOPLE = 3, 8
NUMBERS = count(1)
State = Registration.State


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """PostgreSQL with the hub's tables in a template, which each test copies."""
    with postgres_server() as server:
        env = {"SECUNITY_DATABASE_URL": server.create("template")}
        for command in MIGRATED:
            # In a process of its own: this one may have been told to make tables without migrations.
            run_command(tmp_path_factory.mktemp("postgres"), command, env)
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def entry(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A database of this test's own: a file as in one-process mode, or PostgreSQL as with several processes."""
    with django_db_blocker.unblock():
        found = _file(tmp_path) if request.param == "sqlite" else _copy(request.getfixturevalue("postgres"))
        with use_database(found):
            yield found


def _file(folder: Path) -> dict[str, Any]:
    path = Path(shutil.copy(prepared_data(MIGRATED) / "secunity.sqlite3", folder))
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def _copy(server: PostgresServer) -> dict[str, Any]:
    name = f"race{next(NUMBERS)}"
    with use_database(server.settings("postgres")) as there, there.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template")
    return server.settings(name)


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


def at_once(entry: dict[str, Any], verbs: list[Callable[[], object]]) -> None:
    """Every verb in a thread and on a connection of its own, begun together; the first error is raised."""
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        with use_database(entry):
            gate.wait()
            verb()

    with ThreadPoolExecutor(len(verbs)) as pool:
        list(pool.map(run, verbs))


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

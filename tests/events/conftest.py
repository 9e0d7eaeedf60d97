"""A room and its chair; databases for tests of many people at once."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from community.models import User
from events.models import Room
from tests.factories.room_talk import group_room
from tests.served import prepared_data, run_command
from tests.servers import PostgresServer, postgres_server, use_database

MIGRATED = (("migrate", "--verbosity=0"), ("load_vocabularies",))
NUMBERS = count(1)


@pytest.fixture
def room(vocabularies: None) -> Room:
    """The room of a working group."""
    return group_room()


@pytest.fixture
def chair(room: Room, make_person: Callable[..., User]) -> User:
    """Who leads the room's group."""
    return make_person("chair", working_group="sme")


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

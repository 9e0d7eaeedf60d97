"""The rooms' questions to the database: on a connection that is kept, but never longer than it holds."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import OperationalError, ProgrammingError

from events.consumers import readers
from tests.servers import use_database


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A file of this test's own, with one table."""
    file = tmp_path / "first.sqlite3"
    _make(file, "older")
    with django_db_blocker.unblock(), use_database({"ENGINE": "django.db.backends.sqlite3", "NAME": file}):
        yield file


def _make(file: Path, table: str) -> None:
    with sqlite3.connect(file) as made:
        made.execute(f"CREATE TABLE {table} (number)")
    made.close()


def used() -> Any:
    connection.introspection.table_names()
    return connection.connection


def test_connection_is_kept_for_a_while(database, monkeypatch):
    first = readers._ask(used)
    assert readers._ask(used) is first
    monkeypatch.setattr(readers, "KEPT_S", 0.0)
    assert readers._ask(used) is not first


def test_connection_is_given_up_after_an_error(database):
    def fail() -> None:
        used()
        raise ProgrammingError

    with pytest.raises(ProgrammingError):
        readers._ask(fail)
    assert connection.connection is None


def test_file_in_the_place_of_the_database_is_noticed_at_once(database, tmp_path):
    assert readers._ask(connection.introspection.table_names) == ["older"]
    _make(tmp_path / "second.sqlite3", "newer")
    os.replace(tmp_path / "second.sqlite3", database)
    assert readers._ask(connection.introspection.table_names) == ["newer"]


def test_kept_connection_that_is_lost_is_replaced_once(database, monkeypatch):
    asked: list[Any] = []

    def lost() -> Any:
        asked.append(used())
        if len(asked) in (2, 3):
            raise OperationalError("terminating connection")
        return asked[-1]

    assert readers._ask(lost) is asked[0]
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _self: False)
    # The question that found the connection lost is asked again, on another one; an error there is told.
    with pytest.raises(OperationalError):
        readers._ask(lost)
    assert asked[0] is asked[1] is not asked[2]
    assert readers._ask(lost) is asked[3]


async def test_connections_of_idle_threads_are_closed(monkeypatch):
    closed: list[str] = []
    monkeypatch.setattr(readers, "_close", lambda: closed.append("closed"))
    asking = readers.Readers(asyncio.get_running_loop())
    assert await asking.ask(lambda: 7) == 7
    await asking.rest()
    assert closed == []
    monkeypatch.setattr(asking, "_rests_at", [0.0, None])
    await asking.rest()
    await asking.rest()
    assert closed == ["closed"]
    asking.shutdown()
    assert closed == ["closed"] * (1 + readers.THREADS)

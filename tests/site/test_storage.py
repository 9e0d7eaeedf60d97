"""A busy, full or absent storage: an answer that says so, and nothing lost that was acknowledged."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Collection

from community.actions import create_person, grant_role
from community.models import User
from search.api import publication
from search.tasks import rebuild_index
from secunity.home.views import components
from tests.served import prepared_data
from tests.servers import use_database

MIGRATED = (("migrate", "--verbosity=0"), ("load_vocabularies",))
WAITS_S = 0.3
BUSY, FULL = "ただいま保存や表示ができません", "保存する場所がいっぱいです"
ADD = "/admin/collections/add/"


@pytest.fixture
def disk(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A hub on a database file of its own, as in one-process mode but impatient."""
    path = Path(shutil.copy(prepared_data(MIGRATED) / "secunity.sqlite3", tmp_path))
    options = {"transaction_mode": "IMMEDIATE", "timeout": WAITS_S, "init_command": "PRAGMA journal_mode=WAL;"}
    entry = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}
    with django_db_blocker.unblock(), use_database(entry):
        yield path


@pytest.fixture
def administrator(disk: Path, sign_in: Callable[[User], Client]) -> Client:
    """An administrator at work in the Wagtail admin."""
    person = create_person(email="admin@example.jp", name="管理 花子")
    grant_role(user=person, role="administrator")
    return sign_in(person)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Let the component page die of an error."""

    def make(error: Exception) -> None:
        def fail() -> None:
            raise error

        monkeypatch.setattr(components, "_samples", fail)

    return make


def test_form_sent_to_a_locked_database_says_so_and_keeps_what_was_saved(
    administrator: Client, disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert administrator.post(ADD, _named("一つ目")).status_code == 302
    other = sqlite3.connect(disk)
    other.execute("BEGIN IMMEDIATE")
    refused = administrator.post(ADD, _named("二つ目"))
    _assert_says(refused, BUSY, retry_after=60)
    assert "POST /admin/collections/add/" in caplog.text
    assert "database is locked" in caplog.text
    other.rollback()
    assert _collections() == ["Root", "一つ目"]
    assert administrator.post(ADD, _named("二つ目")).status_code == 302
    assert _collections() == ["Root", "一つ目", "二つ目"]


def test_locked_database_can_still_be_read(disk: Path, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    rebuild_index()
    other = sqlite3.connect(disk)
    other.execute("BEGIN IMMEDIATE")
    assert client.get("/api/v1/regions").status_code == 200
    other.rollback()


def test_form_sent_to_a_full_disk_says_so_and_keeps_what_was_saved(administrator: Client, disk: Path) -> None:
    administrator.post(ADD, _named("一つ目"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    names = [f"入りきらない{number:03}" * 10 for number in range(400)]
    answers = {name: administrator.post(ADD, _named(name)) for name in names[:1]}
    while all(answer.status_code == 302 for answer in answers.values()):
        name = names[len(answers)]
        answers[name] = administrator.post(ADD, _named(name))
    _assert_says(answers.popitem()[1], FULL, retry_after=600)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1000000")
    assert _collections() == ["Root", "一つ目", *answers]


def test_session_that_cannot_be_saved_is_a_busy_storage_too(
    administrator: Client, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "save", fail)
    administrator.raise_request_exception = False
    _assert_says(administrator.post(ADD, _named("一つ目")), BUSY, retry_after=60)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_named(db: None, client: Client, broken: Callable[[Exception], None], number: int) -> None:
    broken(OSError(number, "No space left on device"))
    _assert_says(client.get("/components/"), FULL, retry_after=600)


def test_error_that_was_wrapped_is_recognised(db: None, client: Client, broken: Callable[[Exception], None]) -> None:
    wrapped = RuntimeError("The search index could not be written")
    wrapped.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    broken(wrapped)
    _assert_says(client.get("/components/"), FULL, retry_after=600)


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "No such file"), KeyError("ja")])
def test_other_errors_stay_errors(
    db: None, client: Client, broken: Callable[[Exception], None], error: Exception
) -> None:
    broken(error)
    client.raise_request_exception = False
    response = client.get("/components/")
    assert response.status_code == 500
    assert "ページを表示できませんでした" in response.content.decode()


def test_wrong_statement_is_no_busy_storage(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "_samples", lambda: connection.cursor().execute("SELECT 1 FROM nowhere"))
    client.raise_request_exception = False
    assert client.get("/components/").status_code == 500


@pytest.mark.parametrize(("language", "words"), [("ja", "1分ほどおいて"), ("en", "please try again in a minute")])
def test_programs_get_json_in_the_language_they_ask_for(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    def fail() -> int:
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(publication, "content_version", fail)
    response = client.get("/api/v1/regions", headers={"accept-language": language})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert response["Access-Control-Allow-Origin"] == "*"
    (problem,) = json.loads(response.content)["detail"]
    assert words in problem["message"]


def test_script_of_a_page_gets_a_sentence(db: None, client: Client, broken: Callable[[Exception], None]) -> None:
    broken(OSError(errno.ENOSPC, "No space left on device"))
    response = client.get("/en/components/", headers={"accept": "application/json"})
    assert response.status_code == 503
    assert "storage is full" in json.loads(response.content)["detail"]


def _assert_says(response: Any, words: str, *, retry_after: int) -> None:
    assert isinstance(response, HttpResponse)
    assert response.status_code == 503, response.content.decode()[:500]
    assert response["Retry-After"] == str(retry_after)
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert words in html
    assert 'lang="en"' in html
    assert "失われていません" in html


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "parent": Collection.get_first_root_node().pk}


def _collections() -> list[str]:
    return list(Collection.objects.order_by("pk").values_list("name", flat=True))

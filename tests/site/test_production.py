"""Production for real: two web processes and a worker on PostgreSQL and Redis, behind an imagined TLS proxy."""

import http.client
import json
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from community.actions import create_person
from community.models import User
from events.actions.room import append_drafts
from events.models import Room, SentMessage
from events.queries.room import read_log
from events.room.events import Draft, Person, Stored
from tests.served import ServedHub, environment
from tests.servers import PostgresServer, RedisServer, postgres_server, redis_server, use_database

HOST = "hub.example"
READY_WITHIN_S = 180.0
# What a reader may wait for something new; the promise is about a second.
SEEN_WITHIN_S = 10.0
PASSWORD = "correct-horse-battery"
CASE = {
    "external_id": "jp-production",
    "title": "二つの窓口で同じ事例",
    "body": "片方で公開した事例が、もう片方の一覧にもすぐ出る。",
    "incident_types": ["ddos"],
    "source": "公表資料",
    "source_url": "https://example.jp/1",
}


@dataclass(frozen=True)
class Production:
    """The whole set-up; `webs` are two processes over the same database, cache and data folder."""

    postgres: PostgresServer
    redis: RedisServer
    webs: tuple[ServedHub, ServedHub]
    database: dict[str, Any]

    def run(self, *command: str, code: int = 0) -> str:
        """What a `secunity` command prints here, both outputs together."""
        web = self.webs[0]
        done = subprocess.run(
            [sys.executable, *command],
            env=environment(web.data_dir, web.env),
            cwd=web.data_dir,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    """Prepared and running."""
    data = tmp_path_factory.mktemp("production")
    with postgres_server() as postgres, redis_server() as redis:
        env = _settings(postgres.create("secunity"), redis.url, data)
        webs = (ServedHub(data, env, data / "one.log"), ServedHub(data, env, data / "two.log"))
        hub = Production(postgres, redis, webs, postgres.settings("secunity"))
        _assert_unprepared_hub_says_so(webs[0])
        assert "The hub is ready." in hub.run("-m", "secunity", "prepare")
        with _running(hub):
            yield hub


def _settings(database_url: str, redis_url: str, data: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "secunity.settings.production",
        "SECUNITY_SECRET_KEY": uuid.uuid4().hex * 2,
        "SECUNITY_SEALING_KEYS": uuid.uuid4().hex,
        "SECUNITY_BASE_URL": f"https://{HOST}",
        "SECUNITY_HOSTS": HOST,
        "SECUNITY_CONTACT_EMAIL": f"contact@{HOST}",
        "SECUNITY_EMAIL_URL": f"file:///{data}/mail",
        "SECUNITY_DATABASE_URL": database_url,
        "SECUNITY_REDIS_URL": redis_url,
    }


def _assert_unprepared_hub_says_so(web: ServedHub) -> None:
    web.start()
    assert ask(web, "/healthz").status == 200
    answer = ask(web, "/readyz")
    assert (answer.status, answer.text) == (503, "database: not ready\nsearch index: not ready\n")
    web.stop()


@contextmanager
def _running(hub: Production) -> Iterator[None]:
    first = hub.webs[0]
    with (first.data_dir / "work.log").open("ab") as log:
        command = [sys.executable, "-m", "secunity", "work"]
        worker = subprocess.Popen(command, env=environment(first.data_dir, first.env), stdout=log, stderr=log)
    try:
        for web in hub.webs:
            web.start()
        wait_until(lambda: all(ask(web, "/readyz").status == 200 for web in hub.webs), READY_WITHIN_S)
        yield
    finally:
        worker.terminate()
        for web in hub.webs:
            web.stop()
        assert worker.wait(10) == 0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies it sets."""
        lines = self.headers.get_all("Set-Cookie") or []
        return dict(line.split(";")[0].split("=", 1) for line in lines)


def ask(web: ServedHub, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
    """Ask a web process as the proxy does; with `form` as a POST."""
    given = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Language": "ja"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    body = None if form is None else urlencode(form)
    if body is not None:
        given |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    try:
        connection.request("GET" if body is None else "POST", path, body, given)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())
    finally:
        connection.close()


def wait_until(is_true: Callable[[], bool], seconds: float) -> float:
    """Wait for something and return the seconds it took."""
    start = time.monotonic()
    while not is_true():
        assert time.monotonic() - start < seconds, "it took too long"
        time.sleep(0.05)
    return time.monotonic() - start


@pytest.fixture
def in_database(production: Production, django_db_blocker: Any) -> Callable[[Callable[[], Any]], Any]:
    """Calls a function in a thread of its own, on production's database."""

    def call(function: Callable[[], Any]) -> Any:
        def apart() -> Any:
            with django_db_blocker.unblock(), use_database(production.database):
                return function()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(apart).result()

    return call


def test_both_processes_serve_pages_and_static_files(production: Production) -> None:
    for web in production.webs:
        page = ask(web, "/")
        assert page.status == 200
        assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
        style = re.search(r'href="(/static/secunity/hub\.[0-9a-f]+\.css)"', page.text)
        assert style
        assert ask(web, style[1]).status == 200
        assert f"https://{HOST}/en/" in page.text


def test_plain_http_is_sent_to_https_also_where_the_page_is_cached(production: Production) -> None:
    for web in production.webs:
        assert ask(web, "/about/").status == 200
        plain = ask(web, "/about/", X_Forwarded_Proto="http")
        assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/about/")


def test_probes_need_neither_the_hosts_name_nor_https(production: Production) -> None:
    for web in production.webs:
        for path in ("/healthz", "/readyz"):
            answer = ask(web, path, Host=f"127.0.0.1:{web.port}", X_Forwarded_Proto="http")
            assert (answer.status, answer.text) == (200, "ok\n")


def test_case_released_by_one_process_is_in_the_list_of_the_others(production: Production, tmp_path: Path) -> None:
    for web in production.webs:
        for path in ("/cases/", "/cases/"):
            assert CASE["title"] not in ask(web, path).text
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(CASE, ensure_ascii=False))
    printed = production.run("-m", "secunity", "import_cases", str(file), "--json")
    assert '"created": 1' in printed
    for web in production.webs:
        wait_until(lambda web=web: str(CASE["title"]) in ask(web, "/cases/").text, SEEN_WITHIN_S)


def test_sign_in_begun_at_one_process_goes_on_at_the_other(
    production: Production, in_database: Callable[[Callable[[], Any]], Any]
) -> None:
    one, two = production.webs
    in_database(_person_with_password)
    form = ask(one, "/accounts/login/")
    assert "__Host-csrftoken" in form.cookies
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "login": "person@example.jp", "password": PASSWORD}
    done = ask(two, "/accounts/login/", sent, Cookie=f"__Host-csrftoken={form.cookies['__Host-csrftoken']}")
    assert done.status == 302, done.text
    session = done.cookies["__Host-sessionid"]
    answer = ask(one, "/members/", Cookie=f"__Host-sessionid={session}")
    # Known by its session, and now asked for the second factor.
    assert (answer.status, answer.headers["Location"]) == (302, "/accounts/2fa/")


def _person_with_password() -> None:
    person = create_person(email="person@example.jp", name="試験")
    # As production itself would keep it; the test run's own hasher is a quick one.
    person.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt")
    person.save()


def test_production_takes_no_demo_content_and_does_not_start_with_demo_accounts(
    production: Production, in_database: Callable[[Callable[[], Any]], Any]
) -> None:
    assert "not allowed" in production.run("-m", "secunity", "load_demo", code=2)
    in_loop = (
        "import asyncio, importlib\nasync def main(): importlib.import_module('secunity.asgi')\nasyncio.run(main())"
    )
    starts = (["-m", "secunity", "serve", "--port", "1"], ["-c", "import secunity.wsgi"], ["-c", in_loop])
    in_database(lambda: create_person(email="member@demo.secunity.example", name="試作"))
    try:
        for command in starts:
            assert "holds demo accounts" in production.run(*command, code=1)
    finally:
        in_database(lambda: User.objects.filter(email="member@demo.secunity.example").delete())
    production.run("-c", in_loop)


def test_room_log_has_no_holes_and_no_doubles(
    production: Production, in_database: Callable[[Callable[[], Any]], Any]
) -> None:
    rooms, person = in_database(_rooms)
    threads, batches = 6, 15

    def write(number: int) -> Any:
        """Each thread writes to both rooms, in either order, and sends one message of every batch twice."""
        outcomes = []
        for batch in range(batches):
            drafts = [_draft(room, person, f"{number}-{batch}") for room in (rooms if number % 2 else rooms[::-1])]
            outcomes += [*append_drafts(drafts), *append_drafts(drafts[:1])]
        return outcomes

    with ThreadPoolExecutor(threads) as pool:
        outcomes = [each for done in pool.map(lambda n: in_database(lambda: write(n)), range(threads)) for each in done]
    assert all(isinstance(each, Stored) for each in outcomes)
    assert sum(each.dup for each in outcomes) == threads * batches
    for room in rooms:
        events = in_database(lambda room=room: read_log(room, after=0, limit=1000))
        assert [event.seq for event in events] == list(range(1, threads * batches + 1))
        assert len({event.cid for event in events}) == threads * batches
        assert in_database(lambda room=room: SentMessage.objects.filter(room=room).count()) == threads * batches


def _rooms() -> tuple[list[int], Person]:
    person = create_person(email=f"{uuid.uuid4().hex}@example.jp", name="書き手")
    rooms = [Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会").pk for _ in range(2)]
    return rooms, Person(person.pk, person.name)


def _draft(room: int, person: Person, cid: str) -> Draft:
    return Draft(room_id=room, actor=person, cid=cid, kind="message", body="本文")


def test_hub_survives_a_restart_of_database_and_cache(production: Production) -> None:
    web = production.webs[0]
    production.postgres.stop()
    page = ask(web, "/cases/?q=away")
    assert (page.status, page.headers["Retry-After"]) == (503, "60")
    assert "失われていません" in page.text
    assert "database: not ready" in ask(web, "/readyz").text
    assert ask(web, "/healthz").status == 200
    production.postgres.start()
    production.redis.stop()
    assert ask(web, "/readyz").text == "cache: not ready\n"
    assert ask(web, "/cases/?q=away").status == 503
    production.redis.start()
    for each in production.webs:
        wait_until(lambda each=each: ask(each, "/readyz").status == 200, READY_WITHIN_S)
        assert ask(each, "/cases/?q=away").status == 200

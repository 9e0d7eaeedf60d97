"""The hub ends in good time: full rooms, a reader that reads nothing, requests that wait for the database."""

import asyncio
import http.client
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.factories.room_client import NO_WORKER, Client, ended, prepare, until, welcomed
from tests.served import ServedHub, serve_hub

# What waits for SQLite's lock waits for twenty; the hub allows itself six on a machine that has nothing else to do.
ENDS_BEFORE_S = 16.0
SOCKETS = 150


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with serve_hub(tmp_path / "data", env=NO_WORKER) as served:
        yield served


@contextmanager
def locked(hub: ServedHub) -> Iterator[sqlite3.Connection]:
    """Somebody else is writing, for as long as this lasts."""
    with closing(sqlite3.connect(hub.data_dir / "secunity.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def sign_in(hub: ServedHub, is_asked: threading.Event) -> int:
    """The answer to a request that writes; 0: the connection was cut."""
    with closing(http.client.HTTPConnection("127.0.0.1", hub.port)) as connection:
        connection.request("GET", "/accounts/login/")
        form = connection.getresponse()
        form.read()
        cookie = str(form.getheader("set-cookie")).split(";")[0]
        fields = {"login": "a@example.jp", "password": "x", "csrfmiddlewaretoken": cookie.split("=", 1)[1]}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Referer": hub.origin}
        connection.request("POST", "/accounts/login/", urlencode(fields), headers)
        is_asked.set()
        try:
            return connection.getresponse().status
        except (http.client.RemoteDisconnected, ConnectionResetError):
            return 0


@contextmanager
def waiting_request(hub: ServedHub) -> Iterator["Future[int]"]:
    """A request that has come in and waits for the database."""
    is_asked = threading.Event()
    with ThreadPoolExecutor(1) as apart:
        answer = apart.submit(sign_in, hub, is_asked)
        assert is_asked.wait(20)
        time.sleep(0.5)
        assert not answer.done()
        yield answer


def seconds_to_end(hub: ServedHub) -> float:
    start = time.monotonic()
    hub.stop()
    return time.monotonic() - start


def test_request_that_waits_too_long_is_cut_off(hub: ServedHub) -> None:
    with locked(hub), waiting_request(hub) as answer:
        assert seconds_to_end(hub) < ENDS_BEFORE_S
    assert answer.result() == 0


def test_request_that_is_being_answered_gets_its_answer(hub: ServedHub) -> None:
    with locked(hub) as database, waiting_request(hub) as answer:
        ending = threading.Thread(target=hub.stop)
        ending.start()
        time.sleep(0.5)
        with pytest.raises(ConnectionRefusedError), closing(http.client.HTTPConnection("127.0.0.1", hub.port)) as late:
            late.connect()
        database.rollback()
        ending.join()
    assert answer.result() == 200


async def test_full_room_with_a_reader_that_does_not_read(hub: ServedHub) -> None:
    load = prepare(hub, SOCKETS)
    clients = [Client(load, number) for number in range(SOCKETS)]
    tasks = await welcomed(*clients)
    deaf, talker, *others = clients
    assert deaf.socket is not None
    deaf.socket.transport.pause_reading()
    await talker.say(*("長" * 1900 for _ in range(40)))
    await until(lambda: all(len(client.seen) == 40 for client in others))
    with locked(hub):
        # What is written into the room now cannot be stored before the end.
        await talker.say("遅")
        await asyncio.sleep(0.2)
        assert await asyncio.to_thread(seconds_to_end, hub) < ENDS_BEFORE_S
    await until(lambda: all(client.byes for client in others))
    assert {bye["code"] for client in others for bye in client.byes} == {1012}
    await ended(tasks)


def test_database_file_alone_holds_everything_afterwards(hub: ServedHub, tmp_path: Path) -> None:
    load = prepare(hub, 1)

    async def talk() -> None:
        client = Client(load, 0)
        tasks = await welcomed(client)
        await client.say("最後の言葉")
        await until(lambda: len(client.acked) == 1)
        await asyncio.to_thread(hub.stop)
        await ended(tasks)

    asyncio.run(talk())
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes((hub.data_dir / "secunity.sqlite3").read_bytes())
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM events_roomevent").fetchone() == (1,)

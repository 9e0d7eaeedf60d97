"""The room on real sockets, against daphne in a process of its own."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections import Counter

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.factories.room_client import NO_WORKER, WITHIN_S, Client, ended, prepare, rows, until, welcomed
from tests.served import ServedHub, environment, serve_hub


@pytest.fixture
def hub(tmp_path):
    with serve_hub(tmp_path / "data", env=NO_WORKER) as served:
        yield served


async def test_every_message_arrives_once_over_lost_connections(hub):
    load = prepare(hub, 2)
    one, two = Client(load, 0), Client(load, 1)
    tasks = await welcomed(one, two)
    for round_ in range(8):
        await one.say(*[f"{round_}-{n}" for n in range(10)])
        await asyncio.sleep(0.02)
        (one if round_ % 2 else two).drop()
    await until(lambda: len(one.acked) == 80 and len(two.seen) == 80)
    await until(lambda: len(one.seen) == 80)
    await ended(tasks)
    assert one.seen == two.seen == one.acked
    assert rows(hub) == list(enumerate(one.acked, start=1))


async def test_killed_server_loses_nothing_acknowledged_and_doubles_nothing(hub):
    load = prepare(hub, 3)
    talkers = [Client(load, 0), Client(load, 1)]
    reader = Client(load, 2)
    tasks = await welcomed(*talkers, reader)
    epoch = reader.epoch
    for talker in talkers:
        await talker.say(*[f"{n}" for n in range(150)])
    await until(lambda: sum(len(talker.acked) for talker in talkers) > 40)
    hub.kill()
    acked = {cid for talker in talkers for cid in talker.acked}
    assert 40 < len(acked) < 300
    hub.start()
    await until(lambda: len(reader.seen) == 300)
    await until(lambda: not any(talker.outbox for talker in talkers))
    await ended(tasks)
    stored = rows(hub)
    assert [seq for seq, _ in stored] == list(range(1, 301))
    assert acked <= {cid for _, cid in stored}
    assert max(Counter(cid for _, cid in stored).values()) == 1
    assert reader.seen == [cid for _, cid in stored]
    assert reader.epoch == epoch


async def test_two_processes_show_one_log(hub, tmp_path):
    load = prepare(hub, 2)
    other = ServedHub(hub.data_dir, NO_WORKER, tmp_path / "other.log")
    other.start()
    try:
        url = load["url"].replace(str(hub.port), str(other.port))
        here, there = Client(load, 0), Client({**load, "origin": other.origin}, 1, url)
        tasks = await welcomed(here, there)
        await asyncio.gather(*(client.say(*[f"{n}" for n in range(40)]) for client in (here, there)))
        await until(lambda: len(here.seen) == len(there.seen) == 80)
        await ended(tasks)
    finally:
        other.stop()
    assert here.seen == there.seen == [cid for _, cid in rows(hub)]


async def test_restored_back_up_has_another_epoch(hub, tmp_path):
    load = prepare(hub, 1)
    client = Client(load, 0)
    tasks = await welcomed(client)
    await client.say("前")
    await until(lambda: len(client.seen) == 1)
    hub.stop()
    shutil.copy(hub.data_dir / "secunity.sqlite3", tmp_path / "backup.sqlite3")
    hub.start()
    await client.say("後")
    await until(lambda: len(client.seen) == 2)
    await asyncio.sleep(1.5)
    await ended(tasks)
    hub.stop()
    for part in hub.data_dir.glob("secunity.sqlite3*"):
        part.unlink()
    shutil.copy(tmp_path / "backup.sqlite3", hub.data_dir / "secunity.sqlite3")
    hub.start()
    async with await client.open() as socket:
        hello = {"v": 1, "room": load["room"], "epoch": client.epoch, "last": 2, "tab": "t"}
        await socket.send(json.dumps({"type": "hello", **hello}))
        reset = json.loads(await socket.recv())
    assert (reset["type"], reset["why"], reset["head"]) == ("reset", "epoch", 1)
    assert reset["epoch"] != client.epoch


async def test_codes_on_the_wire(hub):
    load = prepare(hub, 1, "normal")
    client = Client(load, 0)
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(load["url"], origin="https://evil.example", additional_headers={"Cookie": load["cookies"][0]})
    assert refused.value.response.status_code == 403
    for text, code in (("{", 4400), (b"{}", 4400), ("x" * 17_000, 4413)):
        async with await client.open() as socket:
            await socket.send(text)
            assert await _close_code(socket) == code
    client.load = {**load, "cookies": ["sessionid=forged"]}
    async with await client.open() as socket:
        assert await _close_code(socket) == 4401


async def _close_code(socket: ClientConnection) -> int | None:
    async with asyncio.timeout(WITHIN_S):
        await socket.wait_closed()
    return socket.close_code


async def test_stopped_server_says_bye(hub):
    client = Client(prepare(hub, 1), 0)
    async with await client.open() as socket:
        hello = {"v": 1, "room": client.load["room"], "epoch": None, "last": None, "tab": "t"}
        await socket.send(json.dumps({"type": "hello", **hello}))
        assert json.loads(await socket.recv())["type"] == "welcome"
        # Daphne forgets to end its sockets when it is stopped within a second of a handshake.
        await asyncio.sleep(1.5)
        stopping = asyncio.create_task(asyncio.to_thread(hub.stop))
        while (bye := json.loads(await socket.recv()))["type"] == "eph":
            pass
        await stopping
    assert (bye["type"], bye["code"]) == ("bye", 1012)


WRITERS = """
import sys, threading, uuid
import django
django.setup()
from django.db import connection
from community.models import User
from events.actions.room import append_events
from events.models import Room
from events.room.events import Draft, Person
room, user = Room.objects.get(), User.objects.first()
cids = [str(uuid.uuid4()) for _ in range(20)]
def write():
    for cid in [*cids, *(str(uuid.uuid4()) for _ in range(20))]:
        append_events(room.pk, [Draft(room.pk, Person(user.pk, user.name), cid, "message", "x")])
    connection.close()
threads = [threading.Thread(target=write) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_writers_at_once_leave_no_hole_and_no_double(hub):
    prepare(hub, 1)
    env = environment(hub.data_dir, hub.env)
    processes = [subprocess.Popen([sys.executable, "-c", WRITERS], env=env) for _ in range(2)]
    assert [process.wait(120) for process in processes] == [0, 0]
    stored = rows(hub)
    assert [seq for seq, _ in stored] == list(range(1, len(stored) + 1))
    # In each process 20 cids are sent by four threads alike and 20 by each alone.
    assert len(stored) == len({cid for _, cid in stored}) == 2 * (20 + 4 * 20)
    assert sorted(rows(hub, "events_sentmessage")) == stored

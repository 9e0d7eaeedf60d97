"""The room over several processes, on real sockets: who sees what, and what happens when something is taken away."""

import asyncio
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.events.room.servers import OtherwiseServed, uvicorn
from tests.factories.room_client import NO_WORKER, Client, ended, prepare, rows, until, welcomed
from tests.served import ServedHub, serve_hub
from tests.servers import RedisServer, redis_server


@pytest.fixture(scope="module")
def redis():
    with redis_server() as server:
        yield server


@pytest.fixture(scope="module")
def hubs(tmp_path_factory, redis: RedisServer):
    """Three processes on one database: two behind daphne, one behind uvicorn."""
    folder = tmp_path_factory.mktemp("processes")
    env = {**NO_WORKER, "SECUNITY_REDIS_URL": redis.url}
    with ExitStack() as stack, serve_hub(folder / "data", env=env) as first:
        second = ServedHub(first.data_dir, env, folder / "second.log")
        third = OtherwiseServed(first.data_dir, env, folder / "third.log", *uvicorn("auto", "uvloop"))
        for hub in (second, third):
            stack.callback(hub.stop)
            hub.start()
        yield [first, second, third]


def client_of(load: dict, hub: ServedHub, number: int) -> Client:
    url = f"ws://127.0.0.1:{hub.port}/ws/rooms/{load['room']}/"
    return Client({**load, "origin": hub.origin}, number, url)


async def test_everybody_sees_what_is_expected_and_nothing_else(hubs):
    """Two rooms, three processes, people everywhere: each sees exactly the log of the own room."""
    loads = [prepare(hubs[0], 6) for _ in range(2)]
    rooms = [[client_of(load, hub, number) for number, hub in enumerate([*hubs, *hubs])] for load in loads]
    tasks = await welcomed(*(client for room in rooms for client in room))
    said = [[f"{name}-{number}-{n}" for number in range(6) for n in range(15)] for name in "ab"]
    for room, name in zip(rooms, "ab", strict=True):
        for number, client in enumerate(room):
            await client.say(*[f"{name}-{number}-{n}" for n in range(15)])
    await until(lambda: all(len(client.seen) >= 90 for room in rooms for client in room))
    await asyncio.sleep(1.2)
    await ended(tasks)
    for room, load, bodies in zip(rooms, loads, said, strict=True):
        stored = [cid for _, cid in rows(hubs[0], slug=load["room"])]
        for client in room:
            assert client.seen == stored
            assert sorted(client.bodies) == sorted(bodies)


async def test_hints_make_the_other_process_quick_and_the_poll_makes_it_certain(hubs, redis: RedisServer):
    load = prepare(hubs[0], 2)
    here, there = client_of(load, hubs[0], 0), client_of(load, hubs[1], 1)
    tasks = await welcomed(here, there)
    await here.say("前")
    await until(lambda: len(there.seen) == 1)
    redis.stop()
    await here.say(*[f"なし{n}" for n in range(5)])
    await there.say(*[f"なし{n}" for n in range(5, 10)])
    await until(lambda: len(here.seen) == len(there.seen) == 11)
    redis.start()
    await here.say("後")
    await until(lambda: len(there.seen) == 12)
    await ended(tasks)
    assert here.seen == there.seen == [cid for _, cid in rows(hubs[0], slug=load["room"])]


async def test_presence_counts_the_people_of_all_processes(hubs):
    load = prepare(hubs[0], 3)
    clients = [client_of(load, hub, number) for number, hub in enumerate(hubs)]
    tasks = await welcomed(*clients)
    await until(lambda: all(client.present.get("present") == 3 for client in clients))
    assert [len(client.present["sample"]) for client in clients] == [3, 3, 3]
    await ended(tasks)


async def test_killed_process_takes_nothing_of_the_others(hubs):
    load = prepare(hubs[0], 3)
    clients = [client_of(load, hub, number) for number, hub in enumerate(hubs)]
    tasks = await welcomed(*clients)
    for client in clients:
        await client.say(*[f"{client.number}-{n}" for n in range(60)])
    await until(lambda: len(clients[1].acked) > 10)
    hubs[1].kill()
    await until(lambda: len(clients[0].acked) == len(clients[2].acked) == 60)
    hubs[1].start()
    await until(lambda: all(len(client.seen) == 180 for client in clients))
    await ended(tasks)
    stored = [cid for _, cid in rows(hubs[0], slug=load["room"])]
    assert [client.seen for client in clients] == [stored] * 3
    assert len(set(stored)) == 180


async def test_busy_database_delays_and_loses_nothing(hubs):
    load = prepare(hubs[0], 2)
    here, there = client_of(load, hubs[0], 0), client_of(load, hubs[2], 1)
    tasks = await welcomed(here, there)
    blocker = sqlite3.connect(Path(hubs[0].data_dir) / "secunity.sqlite3", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    await here.say("待ち1", "待ち2")
    await there.say("待ち3")
    await asyncio.sleep(1.5)
    assert (here.acked, here.seen, there.seen) == ([], [], [])
    blocker.execute("COMMIT")
    blocker.close()
    await until(lambda: len(here.seen) == len(there.seen) == 3)
    await ended(tasks)
    assert here.seen == there.seen == [cid for _, cid in rows(hubs[0], slug=load["room"])]


@pytest.mark.parametrize("number", [0, 2], ids=["daphne", "uvicorn"])
async def test_deploy_drains_with_bye_and_everybody_comes_back(hubs, number):
    load = prepare(hubs[0], 12)
    hub = hubs[number]
    clients = [client_of(load, hub, person) for person in range(12)]
    tasks = await welcomed(*clients)
    await clients[0].say("前")
    await until(lambda: all(len(client.seen) == 1 for client in clients))
    await asyncio.sleep(1.1)
    stopping = asyncio.create_task(asyncio.to_thread(hub.stop))
    await until(lambda: all(client.byes for client in clients))
    await stopping
    await clients[1].say("閉まっている間")
    hub.start()
    await until(lambda: all(len(client.seen) == 2 for client in clients))
    await ended(tasks)
    assert {bye["code"] for client in clients for bye in client.byes} == {1012}
    # Each has a moment of its own to come back.
    assert len({client.byes[0]["retry_ms"] for client in clients}) > 6

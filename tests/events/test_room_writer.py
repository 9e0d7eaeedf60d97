"""The direct writer on real sockets: it is used where it can be, and a reader that does not read costs nothing."""

import asyncio
import json
import shutil
import time
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection

from tests.events.room.servers import OtherwiseServed, daphne, uvicorn
from tests.factories.room_client import NO_WORKER, Client, ended, prepare, rows, until, welcomed
from tests.served import PREPARATION, prepared_data

NOTED = "tests.events.room.writers:application"
SERVERS = {
    "daphne": (daphne(NOTED), "TwistedWriter"),
    "uvicorn": (uvicorn("websockets-sansio", "asyncio", NOTED), "AsyncioWriter"),
    "uvicorn on uvloop": (uvicorn("auto", "uvloop", NOTED), "AsyncioWriter"),
    "uvicorn's older protocol": (uvicorn("websockets", "asyncio", NOTED), "AsyncioWriter"),
}
LONG = "長い発言" * 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return Path(shutil.copytree(prepared_data(PREPARATION), tmp_path_factory.mktemp("writer") / "data"))


@pytest.mark.parametrize("server", SERVERS)
async def test_frames_go_straight_to_the_socket(folder, server, tmp_path):
    command, writer = SERVERS[server]
    env = {**NO_WORKER, "ROOM_WRITERS": str(tmp_path / "writers")}
    hub = OtherwiseServed(folder, env, tmp_path / "log", *command)
    hub.start()
    try:
        load = prepare(hub, 3)
        clients = [Client(load, number) for number in range(3)]
        tasks = await welcomed(*clients)
        for client in clients:
            await client.say(*[f"{client.number}-{n}-{LONG}" for n in range(20)])
        await until(lambda: all(len(client.seen) == 60 for client in clients))
        await ended(tasks)
    finally:
        hub.stop()
    assert clients[0].seen == clients[1].seen == clients[2].seen == [cid for _, cid in rows(hub, slug=load["room"])]
    assert set((tmp_path / "writers").read_text().split()) == {writer}


async def test_reader_that_does_not_read_costs_no_memory_and_is_closed(tmp_path):
    data = Path(shutil.copytree(prepared_data(PREPARATION), tmp_path / "data"))
    hub = OtherwiseServed(data, NO_WORKER, tmp_path / "log", *daphne("tests.events.room.hurried:application"))
    hub.start()
    try:
        await _fill(hub)
    finally:
        hub.stop()


async def _fill(hub: OtherwiseServed) -> None:
    load = prepare(hub, 12)
    talker, reader = Client(load, 0), Client(load, 1)
    tasks = await welcomed(talker, reader)
    await talker.say("温める" * 300, *["温める"] * 20)
    await until(lambda: len(reader.seen) == 21)
    dead = [await _deaf(load, number) for number in range(2, 12)]
    before = _memory_mb(hub.pid)
    await talker.say(*[LONG] * 600)
    await until(lambda: len(reader.seen) == 621, within=60)
    assert _memory_mb(hub.pid) - before < 10
    deadline = time.monotonic() + 30
    while _sockets(hub.pid) > 2 and time.monotonic() < deadline:
        # Both live ones keep being heard.
        await asyncio.sleep(0.5)
        await talker.say("まだいる")
    assert _sockets(hub.pid) == 2
    await ended(tasks)
    for socket in dead:
        socket.transport.abort()


async def _deaf(load: dict, number: int) -> ClientConnection:
    """A socket that says hello and never reads again."""
    socket = await Client(load, number).open()
    hello = {"type": "hello", "v": 1, "room": load["room"], "epoch": None, "last": None, "tab": "t"}
    await socket.send(json.dumps(hello))
    assert json.loads(await socket.recv())["type"] == "welcome"
    socket.transport.pause_reading()
    return socket


def _memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _sockets(pid: int) -> int:
    """Established connections to the process's own port."""
    inodes = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if "socket" in str(link.readlink())}
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(f"socket:[{line[9]}]" in inodes and line[3] == "01" for line in lines)

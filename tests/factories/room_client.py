"""A client of the room on a real socket, as the browser behaves, and how tests wait for it."""

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import suppress

import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from events.room.protocol import SUBPROTOCOL
from tests.served import ServedHub

WITHIN_S = 20.0
NO_WORKER = {"SECUNITY_EMBEDDED_WORKER": "false"}


def prepare(hub: ServedHub, members: int, limits: str = "lifted") -> dict:
    """A room with that many members who are signed in."""
    file = hub.data_dir / "load.json"
    hub.run("prepare_room_load", "--members", str(members), "--output", str(file), "--limits", limits)
    return json.loads(file.read_text())


def rows(hub: ServedHub, table: str = "events_roomevent", slug: str = "") -> list[tuple[int, str]]:
    """Seq and cid of what is stored, of one room or of all."""
    where = "WHERE room_id = (SELECT id FROM events_room WHERE slug = ?)" if slug else ""
    with sqlite3.connect(hub.data_dir / "secunity.sqlite3") as database:
        query = f"SELECT seq, cid FROM {table} {where} ORDER BY seq"  # noqa: S608 - the table is named by tests
        return database.execute(query, (slug,) if slug else ()).fetchall()


class Client:
    """What the browser does: applies only last + 1, keeps an outbox, sends its head again after every welcome."""

    def __init__(self, load: dict, number: int, url: str = "") -> None:
        self.load, self.number, self.url = load, number, url or load["url"]
        self.tab = uuid.uuid4().hex
        self.epoch: str | None = None
        self.last: int | None = None
        self.seen: list[str] = []
        self.bodies: list[str] = []
        self.outbox: list[dict] = []
        self.acked: list[str] = []
        self.byes: list[dict] = []
        self.present: dict = {}
        self.pause_s = 0.05
        self.socket: ClientConnection | None = None

    async def run(self) -> None:
        """Stay connected, whatever happens, until cancelled."""
        while True:
            with suppress(OSError, ConnectionClosed, websockets.InvalidHandshake, EOFError):
                await self._session()
            await asyncio.sleep(self.pause_s)
            self.pause_s = 0.05

    async def open(self) -> ClientConnection:
        headers = {"Cookie": self.load["cookies"][self.number]}
        return await connect(
            self.url, origin=self.load["origin"], additional_headers=headers, subprotocols=[SUBPROTOCOL]
        )

    async def _session(self) -> None:
        async with await self.open() as self.socket:
            hello = {"v": 1, "room": self.load["room"], "epoch": self.epoch, "last": self.last, "tab": self.tab}
            await self.socket.send(json.dumps({"type": "hello", **hello}))
            async for text in self.socket:
                await self._take(json.loads(text))

    async def _take(self, frame: dict) -> None:
        if frame["type"] == "welcome":
            self.epoch = frame["epoch"]
            self.last = frame["from"] - 1
            await self._send_head()
        elif frame["type"] == "ev":
            self._apply(frame)
        elif frame["type"] == "bye":
            self.byes.append(frame)
            self.pause_s = frame["retry_ms"] / 1000
        elif frame["type"] == "eph":
            self.present |= frame
        elif frame["type"] == "hb":
            await self.socket.send(json.dumps({"type": "hb", "t": frame["t"], "ack": self.last}))
        elif frame["type"] == "nack":
            await asyncio.sleep((frame["retry_ms"] or 0) / 1000)
            await self._send_head()
        elif frame["type"] == "ok":
            assert frame["cid"] == self.outbox.pop(0)["cid"]
            self.acked.append(frame["cid"])
            await self._send_head()

    def _apply(self, frame: dict) -> None:
        for event in frame["evs"]:
            assert event["seq"] == self.last + 1, "a gap or a repeat within one connection"
            self.last = event["seq"]
            self.seen.append(event["cid"])
            self.bodies.append(event["payload"].get("body", ""))

    async def _send_head(self) -> None:
        if self.outbox:
            await self.socket.send(json.dumps({"type": "send", **self.outbox[0]}))

    async def say(self, *bodies: str) -> None:
        was_empty = not self.outbox
        self.outbox += [{"cid": str(uuid.uuid4()), "kind": "message", "body": body} for body in bodies]
        if was_empty and self.socket is not None and self.last is not None:
            # While the socket is gone, the outbox waits for the next welcome.
            with suppress(ConnectionClosed):
                await self._send_head()

    def drop(self) -> None:
        """Lose the network without a word."""
        if self.socket is not None:
            self.socket.transport.abort()


async def until(condition: Callable[[], bool], within: float = WITHIN_S) -> None:
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.02)


async def welcomed(*clients: Client) -> list[asyncio.Task]:
    tasks = [asyncio.create_task(client.run()) for client in clients]
    await until(lambda: all(client.last is not None for client in clients))
    return tasks


async def ended(tasks: list[asyncio.Task]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(outcome, asyncio.CancelledError), outcome

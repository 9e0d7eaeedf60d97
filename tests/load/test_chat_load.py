"""The load generator must report exactly the faults that a server makes."""

import asyncio
import contextlib
import itertools
import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.served import free_port

# Events that the played room sends ahead of an acknowledgement.
WINDOW = 32
ACK = ("--ack-frame", '{"type":"ack","seq":%SEQ%}')
EVENTS = ("--event-key", "evs", "--contiguous")
Handler = Callable[[ServerConnection], Awaitable[None]]


class Plain:
    """A room that sends each message to everybody, and makes one kind of fault at the fourth client."""

    def __init__(self, fault: str) -> None:
        self.fault, self.made = fault, 0
        self.numbers, self.held = itertools.count(1), []
        self.clients: dict[ServerConnection, int] = {}

    async def handle(self, socket: ServerConnection) -> None:
        self.clients[socket] = len(self.clients)
        async for text in socket:
            number = next(self.numbers)
            frame = json.dumps({"seq": number, "text": json.loads(text)["text"]})
            for client, index in list(self.clients.items()):
                for part in self.parts(number, frame) if index == 3 else [frame]:
                    await client.send(part)

    def parts(self, number: int, frame: str) -> list[str]:
        due = number % 10 == 0
        if self.fault == "swap" and not due and self.held:
            return [frame, self.held.pop()]
        self.made += due and self.fault != "none"
        if self.fault == "swap" and due:
            self.held.append(frame)
        return {"drop": [], "dup": [frame, frame], "swap": []}.get(self.fault, [frame]) if due else [frame]


class Room:
    """hello, welcome, send, ok, ev, ack; two events are there before anybody comes."""

    def __init__(self, with_holes: bool = False, window: int = WINDOW) -> None:
        self.with_holes, self.window, self.numbers = with_holes, window, itertools.count(1)
        self.log: list[dict[str, Any]] = []
        self.cookies: dict[int, str] = {}
        self.cids: list[tuple[int, str, str]] = []
        self.acks: dict[int, list[tuple[int, float]]] = {}
        self.add("before")
        self.add("before")

    def add(self, body: str) -> int:
        if self.with_holes and len(self.log) % 10 == 9:
            next(self.numbers)
        self.log.append({"seq": next(self.numbers), "payload": {"body": body}})
        return int(self.log[-1]["seq"])

    async def handle(self, socket: ServerConnection) -> None:
        number = int(json.loads(await socket.recv())["tab"])
        self.cookies[number] = socket.request.headers["Cookie"]
        state = {"next": 0, "acked": 0}
        with contextlib.suppress(ConnectionClosed):
            await socket.send(json.dumps({"type": "welcome", "limits": {"ack_ms": 100 * number}}))
            flushing = asyncio.create_task(self.flush(socket, state))
            async for text in socket:
                await self.take(socket, number, state, json.loads(text))
            flushing.cancel()

    async def take(self, socket: ServerConnection, number: int, state: dict[str, int], frame: dict[str, Any]) -> None:
        if frame["type"] == "send":
            self.cids.append((number, frame["cid"], frame["again"]))
            await socket.send(json.dumps({"type": "ok", "cid": frame["cid"], "seq": self.add(frame["body"])}))
        else:
            state["acked"] = frame["seq"]
            self.acks.setdefault(number, []).append((frame["seq"], time.monotonic()))

    async def flush(self, socket: ServerConnection, state: dict[str, int]) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                part = []
                while state["next"] < len(self.log) and self.log[state["next"]]["seq"] - state["acked"] <= self.window:
                    part.append(self.log[state["next"]])
                    state["next"] += 1
                if part:
                    await socket.send(json.dumps({"type": "ev", "evs": part}))
                await asyncio.sleep(0.02)


def measure(handler: Handler, *arguments: str, subprotocols: list[str] | None = None) -> dict[str, Any]:
    """The load generator, in a process of its own, against a server in a thread."""
    port, ready, stop = free_port(), threading.Event(), threading.Event()

    async def main() -> None:
        async with serve(handler, "127.0.0.1", port, compression=None, subprotocols=subprotocols):
            ready.set()
            while not stop.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait()
    command = [sys.executable, "-m", "tests.load.chat_load", "--url", f"ws://127.0.0.1:{port}/", "--clients", "8"]
    options = ["--senders", "1", "--rate", "100", "--seconds", "2", "--warmup", "0.2", "--drain", "2", *arguments]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=120)
    stop.set()
    thread.join()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_room(room: Room, folder: Path, *arguments: str) -> dict[str, Any]:
    headers = folder / "headers"
    headers.write_text("Cookie: s=a\nCookie: s=b\nCookie: s=c\n")
    frame = '{"type":"send","cid":"%CID%","body":"%TEXT%","again":"%CID%"}'
    paths = ("--senders", "4", "--rate", "200", "--seconds", "1.5", "--list-path", "evs", "--text-path", "payload.body")
    door = ("--header", "Sec-WebSocket-Protocol: room.v1", "--client-headers", str(headers))
    words = (*paths, *door, "--on-open", '{"tab":"%I%"}=>"welcome"', "--send", frame, *arguments)
    return measure(room.handle, *words, subprotocols=["room.v1"])


@pytest.mark.parametrize(
    ("fault", "field"), [("none", ""), ("drop", "lost"), ("dup", "duplicated"), ("swap", "out_of_order")]
)
def test_faults_are_counted_exactly(fault, field):
    server = Plain(fault)
    result = measure(server.handle)
    found = {name: result["integrity"][name] for name in ("lost", "duplicated", "out_of_order")}
    # A message that is held back at the very end stays lost.
    left = len(server.held)
    assert found == {"lost": left, "duplicated": 0, "out_of_order": 0} | ({field: server.made - left} if field else {})
    assert (server.made > 10) == (fault != "none")
    assert (result["sent"]["messages"], result["integrity"]["expected"]) == (220, 220 * 8)
    assert "seq_gaps" not in result["integrity"]
    assert "acks" not in result["sent"]


def test_room_is_acknowledged_by_events(tmp_path):
    room = Room()
    result = in_room(room, tmp_path, *ACK, *EVENTS, "--ack-events", "8", "--ack-ms", "60000")
    integrity = result["integrity"]
    assert (result["sent"]["messages"], result["probe"]["messages"], result["probe"]["bad"]) == (340, 340, 0)
    faults = ("lost", "duplicated", "out_of_order", "seq_backwards", "seq_gaps", "closed")
    assert [integrity[name] for name in faults] == [0] * 6
    assert integrity["seq_seen"] == 8 * len(room.log) == 8 * 342
    assert room.cookies == {client: f"s={'abc'[client % 3]}" for client in range(8)}
    assert result["sent"]["acks"] == sum(map(len, room.acks.values()))
    for acks in room.acks.values():
        steps = [later - earlier for earlier, later in itertools.pairwise([0, *(seq for seq, _ in acks)])]
        assert len(acks) > 10
        assert min(steps) >= 8
        assert max(steps) < 8 + WINDOW


def test_every_message_has_an_id_of_its_own(tmp_path):
    room = Room()
    in_room(room, tmp_path, *ACK, *EVENTS, "--ack-events", "8")
    cids = [cid for _, cid, _ in room.cids]
    assert len(set(cids)) == len(cids) == 340
    assert all(cid == again for _, cid, again in room.cids)
    heads = {(client, cid[:24]) for client, cid, _ in room.cids}
    assert len(heads) == len({head for _, head in heads}) == 4
    for cid in map(uuid.UUID, cids):
        assert (cid.version, cid.variant) == (7, uuid.RFC_4122)
        assert abs((cid.int >> 80) / 1e3 - time.time()) < 60


def test_holes_are_seen_and_acknowledgements_come_by_time(tmp_path):
    room = Room(with_holes=True)
    result = in_room(room, tmp_path, *ACK, *EVENTS, "--ack-events", "0", "--ack-ms", "100")
    holes = sum(later["seq"] != earlier["seq"] + 1 for earlier, later in itertools.pairwise(room.log))
    assert holes == 34
    assert (result["integrity"]["seq_gaps"], result["probe"]["seq_gaps"]) == (8 * holes, holes)
    assert result["integrity"]["lost"] == result["integrity"]["seq_backwards"] == 0
    for acks in room.acks.values():
        assert 5 < len(acks) < 40
        assert all(later[0] > earlier[0] for earlier, later in itertools.pairwise(acks))


def test_each_client_acknowledges_at_the_moment_it_was_told(tmp_path):
    room = Room(window=1000)
    result = in_room(room, tmp_path, *ACK, *EVENTS, "--ack-events", "0", "--ack-ms-path", "limits.ack_ms")
    assert result["integrity"]["lost"] == 0
    counts = [len(room.acks.get(number, [])) for number in range(8)]
    # The first was told 0: never.
    assert counts[0] == 0
    assert counts[1] > counts[3] > counts[7] > 0


def test_client_that_is_sent_away_comes_again_when_told():
    seen: list[float] = []

    async def handle(socket: ServerConnection) -> None:
        seen.append(time.monotonic())
        if len(seen) <= 8:
            await socket.send('{"type":"bye","code":1012,"retry_ms":500}')
            await socket.close(4429)
            return
        await socket.send('{"type":"welcome"}')
        await socket.wait_closed()

    result = measure(handle, "--seconds", "0", "--on-open", '=>"welcome"', "--retry")
    assert (result["connect"]["ok"], result["connect"]["errors"], result["connect"]["retries"]) == (8, 0, 8)
    assert seen[8] - seen[0] >= 0.5


def test_senders_that_are_closed_end_no_measurement():
    async def handle(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.close(4408)

    result = measure(handle, "--rate", "0", "--seconds", "1")
    assert result["integrity"]["closed"] >= 1
    assert result["sent"]["messages"] >= 1


def test_bad_options_are_refused():
    command = [sys.executable, "-m", "tests.load.chat_load", "--url", "ws://127.0.0.1:1/"]
    done = subprocess.run([*command, "--client-headers", "/dev/null"], capture_output=True, text=True, check=False)
    assert done.returncode
    assert "no header line" in done.stderr
    far = subprocess.run([*command[:-1], "ws://192.0.2.1/"], capture_output=True, text=True, check=False)
    assert "refusing a host" in far.stderr

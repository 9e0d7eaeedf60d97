"""What the room suite measures: the hub, its variants, and its peers, each a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.events.room.servers import OtherwiseServed, daphne
from tests.load.chat.run import run
from tests.load.chat_load import parser
from tests.served import ServedHub, free_port

PEERS = Path(__file__).with_name("room_peers")
NPM_PACKAGES = ("socket.io@4.8", "ws@8", "@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0")
STARTS_WITHIN_S = 30.0
CORES = sorted(os.sched_getaffinity(0))
SOCKET_IO = (
    *("--on-open", "=>0{", "--on-open", "40=>40{", "--auto-reply", "2=3", "--strip-prefix", "42"),
    *("--send", '42["chat",{"text":"%TEXT%"}]', "--text-path", "1.text", "--seq-path", "1.seq"),
)


@dataclass
class Contestant:
    """Somebody to measure: where it listens, how one talks to it, whose memory and CPU count."""

    name: str
    urls: list[str]
    pids: list[int]
    arguments: Sequence[str] = ()
    clients: int = 1000
    notes: dict[str, Any] = field(default_factory=dict)

    def measure(self, *arguments: str, clients: int = 0, pin: bool = True) -> dict[str, Any]:
        """One run of the load generator, on a core of its own where there is one."""
        if pin and len(CORES) > 1:
            for pid in self.pids:
                subprocess.run(["taskset", "-apc", str(CORES[0]), str(pid)], capture_output=True, check=False)
            os.sched_setaffinity(0, {CORES[-1]})
        words = [word for url in self.urls for word in ("--url", url)]
        words += [word for pid in self.pids for word in ("--server-pid", str(pid))]
        words += ["--clients", str(clients or self.clients), "--label", self.name, *self.arguments, *arguments]
        try:
            return run(parser().parse_args(words))
        finally:
            os.sched_setaffinity(0, CORES)


def of_hub(name: str, hubs: Sequence[ServedHub], load: dict[str, Any], headers: Path) -> Contestant:
    """A room of the hub, over one or more processes."""
    headers.write_text("\n".join(f"Cookie: {cookie}" for cookie in load["cookies"]))
    hello = {"type": "hello", "v": 1, "room": load["room"], "epoch": None, "last": None, "tab": "load-%I%"}
    arguments = (
        *("--send", '{"type":"send","cid":"%CID%","kind":"message","body":"%TEXT%"}', "--event-key", "evs"),
        *("--list-path", "evs", "--text-path", "payload.body", "--seq-path", "seq", "--contiguous"),
        *("--ack-frame", '{"type":"ack","seq":%SEQ%}', "--ack-events", "512", "--ack-ms-path", "limits.ack_ms"),
        *("--header", "Sec-WebSocket-Protocol: secunity.room.v1", "--client-headers", str(headers)),
        *("--on-open", f'{json.dumps(hello, separators=(",", ":"))}=>"welcome"'),
    )
    urls = [f"ws://127.0.0.1:{hub.port}/ws/rooms/{load['room']}/" for hub in hubs]
    return Contestant(name, urls, [hub.pid for hub in hubs], arguments, len(load["cookies"]))


def prepare_room(hub: ServedHub, members: int, limits: str = "lifted") -> dict[str, Any]:
    """A room with that many signed-in members."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        # Named, because the data folder tells where the hub as usual serves, and a variant is another one.
        where = ("--base-url", hub.origin, "--output", file.name)
        hub.run("prepare_room_load", "--members", str(members), "--limits", limits, *where)
        load: dict[str, Any] = json.loads(Path(file.name).read_text())
        return load


@contextmanager
def variant(name: str, data_dir: Path, env: dict[str, str]) -> Iterator[ServedHub]:
    """The hub with one part of its room taken away, on the same data."""
    log = data_dir / f"{name}.log"
    hub = OtherwiseServed(
        data_dir, {**env, "ROOM_VARIANT": name}, log, *daphne("tests.load.room_peers.variants:application")
    )
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


@contextmanager
def tutorial() -> Iterator[Contestant]:
    """Channels' own tutorial room on Daphne."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-v", "1", "-b", "127.0.0.1", "-p", str(port)]
    with _started([*command, "tests.load.room_peers.tutorial:application"], "Listening") as process:
        patience = ("--lost-after", "30", "--drain", "20")
        yield Contestant("Channels tutorial", [f"ws://127.0.0.1:{port}/chat/"], [process.pid], patience)


@contextmanager
def node_peers() -> Iterator[list[Contestant]]:
    """socket.io, ws and uWebSockets.js, as far as they can be had here."""
    with tempfile.TemporaryDirectory(prefix="secunity-room-peers-") as folder, ExitStack() as stack:
        if not _installed(Path(folder)):
            yield []
            return
        found = []
        for name, script, path, arguments in (
            ("socket.io", "socketio.js", "/socket.io/?EIO=4&transport=websocket", SOCKET_IO),
            ("ws", "ws.js", "/", ()),
            ("uWebSockets.js", "uws.js", "/", ()),
        ):
            port = free_port()
            shutil.copy(PEERS / script, folder)
            try:
                process = stack.enter_context(_started(["node", str(Path(folder) / script), str(port)], "listening"))
            except RuntimeError as failure:
                print(f"{name} is left out: {failure}", file=sys.stderr)
                continue
            found.append(Contestant(name, [f"ws://127.0.0.1:{port}{path}"], [process.pid], arguments))
        yield found


def _installed(folder: Path) -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        print("Node is not here: socket.io, ws and uWebSockets.js are left out.", file=sys.stderr)
        return False
    (folder / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *NPM_PACKAGES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"npm installs nothing here, its peers are left out: {done.stderr.strip()[-300:]}", file=sys.stderr)
    return done.returncode == 0


@contextmanager
def _started(command: Sequence[str], word: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that says `word` when it listens."""
    with tempfile.NamedTemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + STARTS_WITHIN_S
            while word not in (said := Path(log.name).read_text(errors="replace")):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(said.strip()[-300:] or "it did not start")
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            process.wait(20)

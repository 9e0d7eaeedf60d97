"""`secunity serve` starts, says little, and ends when told to, with nothing broken behind it."""

import http.client
import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from events.room.protocol import SUBPROTOCOL
from secunity.home.management.commands import serve as serving
from tests.served import environment, free_port, prepared_data, run_command

DEMO = (("prepare",), ("load_demo",))
STARTS_WITHIN_S = 120.0
ENDS_WITHIN_S = 2.0
# Preparing takes a minute and more: whoever ends it does not wait for that.
PREPARES_FOR_S = 20.0


def _heed_ctrl_c() -> None:
    """As from a terminal: a shell lets what it starts in the background ignore SIGINT, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Served:
    """`secunity serve` on a data folder, with what it prints."""

    def __init__(self, data_dir: Path, port: int = 0) -> None:
        self.data_dir, self.port = data_dir, port or free_port()
        self._output = data_dir.parent / f"{data_dir.name}-{self.port}.out"
        command = [sys.executable, "-m", "secunity", "serve", "--port", str(self.port)]
        with self._output.open("ab") as output:
            env = environment(data_dir, {"SECUNITY_BASE_URL": f"http://127.0.0.1:{self.port}"})
            self.process = subprocess.Popen(command, env=env, stdout=output, stderr=output, preexec_fn=_heed_ctrl_c)

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while words not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.02)

    def ask(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", path)
            with connection.getresponse() as response:
                response.read()
                return response.status

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Exit code and seconds after the signal."""
        start = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - start


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo hub."""
    return Path(shutil.copytree(prepared_data(DEMO), tmp_path_factory.mktemp("serve") / "data"))


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Callable[[], Served]]:
    """Starts a hub that serves; whatever still runs at the end is stopped."""
    started: list[Served] = []

    def start() -> Served:
        hub = Served(data_dir)
        started.append(hub)
        hub.wait_for("Demo accounts")
        return hub

    yield start
    for hub in started:
        if hub.process.poll() is None:
            hub.process.kill()
            hub.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_hub_ends_at_once_and_keeps_quiet(serve: Callable[[], Served], number: signal.Signals) -> None:
    hub = serve()
    assert [hub.ask("/"), hub.ask("/nothing/"), hub.ask("/api/v1/cases?region=nowhere")] == [200, 404, 422]
    code, seconds = hub.end(number)
    assert (code, seconds < ENDS_WITHIN_S) == (0, True), f"{seconds} s\n{hub.output}"
    assert "request_" not in hub.output
    assert "Traceback" not in hub.output


def test_end_in_the_middle_of_writing_leaves_a_whole_index(serve: Callable[[], Served], data_dir: Path) -> None:
    hub = serve()
    pending = "SELECT count(*) FROM search_indexjob WHERE version > indexed_version"
    with sqlite3.connect(data_dir / "secunity.sqlite3") as database:
        database.execute("UPDATE search_indexjob SET version = version + 1")
    # The worker looks twice a second; this lands in what it writes.
    time.sleep(0.7)
    code, seconds = hub.end(signal.SIGTERM)
    assert (code, seconds < ENDS_WITHIN_S) == (0, True), f"{seconds} s\n{hub.output}"
    hub = serve()
    deadline = time.monotonic() + STARTS_WITHIN_S
    with sqlite3.connect(data_dir / "secunity.sqlite3") as database:
        while database.execute(pending).fetchone()[0]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    report = json.loads(run_command(data_dir, ["check_index", "--json"]))
    assert report["total"] > 0
    assert not report["missing"] + report["surplus"] + report["outdated"]


async def test_rooms_are_told(serve: Callable[[], Served], data_dir: Path) -> None:
    hub = serve()
    file = data_dir / "load.json"
    run_command(data_dir, ["prepare_room_load", "--members", "1", "--output", str(file)])
    load = json.loads(file.read_text())
    said = await _frames_until_the_end(hub, load)
    assert said[0] == "welcome"
    assert said[-1] == "bye"
    assert hub.process.wait(10) == 0


async def _frames_until_the_end(hub: Served, load: dict[str, Any]) -> list[str]:
    """The kinds of frames that a member gets until the hub, told to stop at once, is gone."""
    url = f"ws://127.0.0.1:{hub.port}/ws/rooms/{load['room']}/"
    who: dict[str, Any] = {
        "origin": f"http://127.0.0.1:{hub.port}",
        "additional_headers": {"Cookie": load["cookies"][0]},
        "subprotocols": [SUBPROTOCOL],
    }
    said: list[str] = []
    async with connect(url, **who) as room:
        hello = {"type": "hello", "v": 1, "room": load["room"], "epoch": load["epoch"], "last": None, "tab": "t"}
        await room.send(json.dumps(hello))
        said.append(json.loads(await room.recv())["type"])
        hub.process.send_signal(signal.SIGTERM)
        with suppress(ConnectionClosed):
            async for frame in room:
                said.append(json.loads(frame)["type"])
    return said


def test_end_while_it_still_prepares_is_a_good_end(tmp_path: Path) -> None:
    hub = Served(tmp_path / "data")
    hub.wait_for("Preparing the data folder")
    time.sleep(1)
    code, seconds = hub.end(signal.SIGINT)
    assert (code, seconds < PREPARES_FOR_S) == (0, True), f"{seconds} s\n{hub.output}"
    assert "Traceback" not in hub.output


class Cleared:
    """Ctrl-C is pressed just as this is cleared away."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def _clear_away_and_go_on() -> None:
    Cleared()
    time.sleep(10)


def test_end_that_is_asked_for_while_an_object_is_cleared_away_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", serving._ask_again)
    heeded = (signal.SIGINT, signal.SIGALRM)
    before = {number: signal.signal(number, serving._end_before_the_start) for number in heeded}
    try:
        with pytest.raises(SystemExit) as end:
            _clear_away_and_go_on()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert end.value.code == 0


def test_port_in_use_is_said_in_one_line(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        hub = Served(data_dir, other.getsockname()[1])
        assert hub.process.wait(STARTS_WITHIN_S) == 2
    assert f"cannot listen on 127.0.0.1:{hub.port}" in hub.output
    assert "Traceback" not in hub.output

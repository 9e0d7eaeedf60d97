"""Real PostgreSQL and Redis servers that live as long as a test, and databases other than the test run's own."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.db.utils import ConnectionHandler

from tests.served import free_port

STARTS_WITHIN_S = 120.0
STOPS_WITHIN_S = 20.0
POSTGRES_BINARIES = "postgresql/*/bin/initdb"
# PostgreSQL refuses root; its Debian package makes this person.
POSTGRES_PERSON = "postgres"
# It is thrown away: nothing has to survive a power cut.
POSTGRES_OPTIONS = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "shared_buffers=32MB")


class PostgresServer:
    """A PostgreSQL cluster on a free port of 127.0.0.1 in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder, self._password = free_port(), folder, secrets.token_hex(12)
        self._process: subprocess.Popen[bytes] | None = None
        self._init()

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgres://{POSTGRES_PERSON}:{self._password}@127.0.0.1:{self.port}/{database}"

    def settings(self, database: str) -> dict[str, Any]:
        """The same address as an entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": POSTGRES_PERSON,
            "PASSWORD": self._password,
            "HOST": "127.0.0.1",
            "PORT": self.port,
        }

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        self._run("createdb", "--host=127.0.0.1", f"--port={self.port}", f"--username={POSTGRES_PERSON}", database)
        return self.url(database)

    def start(self) -> None:
        """Start it and wait until it answers."""
        data = ("-D", str(self._folder / "data"), "-k", str(self._folder), "-p", str(self.port), "-h", "127.0.0.1")
        with (self._folder / "log").open("ab") as log:
            command = [str(_postgres_binary("postgres")), *data, *POSTGRES_OPTIONS]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._person())
        _wait(self._process, self._answers, self._folder / "log")

    def stop(self) -> None:
        """End it without waiting for who is connected; what was committed stays."""
        _end(self._process, signal.SIGINT)

    def _init(self) -> None:
        words = self._folder / "password"
        words.write_text(self._password)
        if os.geteuid() == 0:
            for path in (self._folder, words):
                shutil.chown(path, POSTGRES_PERSON)
        options = ("--auth=scram-sha-256", f"--pwfile={words}", "--encoding=UTF8", "--locale=C", "--no-sync")
        self._run("initdb", f"--pgdata={self._folder / 'data'}", f"--username={POSTGRES_PERSON}", *options)

    def _answers(self) -> bool:
        ready = [str(_postgres_binary("pg_isready")), "--quiet", "--host=127.0.0.1", f"--port={self.port}"]
        return subprocess.run(ready, check=False).returncode == 0

    def _run(self, name: str, *options: str) -> None:
        env = {**os.environ, "PGPASSWORD": self._password}
        command = [str(_postgres_binary(name)), *options]
        subprocess.run(command, env=env, check=True, capture_output=True, **self._person())

    def _person(self) -> dict[str, Any]:
        return {"cwd": self._folder, **({"user": POSTGRES_PERSON, "extra_groups": []} if os.geteuid() == 0 else {})}


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL; gone with all its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="secunity-postgres-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


class RedisServer:
    """A Redis on a free port of 127.0.0.1 that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        binary = shutil.which("redis-server")
        assert binary, "no Redis here: tests/system_packages.sh installs it"
        place = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder)]
        log = self._folder / "log"
        log.write_text("")
        command = [binary, *place, "--save", "", "--appendonly", "no", "--logfile", str(log)]
        self._process = subprocess.Popen(command)
        _wait(self._process, lambda: "Ready to accept connections" in log.read_text(), log)

    def stop(self) -> None:
        """End it."""
        _end(self._process, signal.SIGTERM)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running Redis."""
    with tempfile.TemporaryDirectory(prefix="secunity-redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def use_database(entry: dict[str, Any]) -> Iterator[Any]:
    """This thread's default connection goes to the database of this DATABASES entry; pytest must not block it."""
    before = connections["default"]
    there = ConnectionHandler({"default": entry})["default"]
    connections["default"] = there
    _forget()
    try:
        yield there
    finally:
        there.close()
        connections["default"] = before
        _forget()


def _forget() -> None:
    """Ids differ between databases."""
    ContentType.objects.clear_cache()
    cache.clear()


def _postgres_binary(name: str) -> Path:
    """A program of the newest PostgreSQL on this machine."""
    homes = sorted(Path("/usr/lib").glob(POSTGRES_BINARIES), key=lambda path: int(path.parts[-3]))
    found = homes[-1] if homes else Path(shutil.which("initdb") or "")
    assert found.is_file(), "no PostgreSQL here: tests/system_packages.sh installs it"
    return found.resolve().with_name(name)


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"A server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes] | None, number: signal.Signals) -> None:
    if process is not None and process.poll() is None:
        process.send_signal(number)
        process.wait(STOPS_WITHIN_S)


def at_once(entry: dict[str, Any], verbs: list[Callable[[], object]]) -> None:
    """Every verb in a thread and on a connection of its own, begun together; the first error is raised."""
    gate = threading.Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        with use_database(entry):
            gate.wait()
            verb()

    with ThreadPoolExecutor(len(verbs)) as pool:
        list(pool.map(run, verbs))

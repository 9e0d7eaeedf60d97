"""The hub behind other servers than the usual one."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.served import STARTS_WITHIN_S, ServedHub, environment


class OtherwiseServed(ServedHub):
    """A hub that is started by another command; `{port}` in it is the port."""

    def __init__(self, data_dir: Path, env: dict[str, str], log: Path, *command: str) -> None:
        super().__init__(data_dir, env, log)
        self._command = [sys.executable, "-m", *(word.replace("{port}", str(self.port)) for word in command)]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with self._log.open("ab") as log:
            env = environment(self.data_dir, self.env)
            self._process = subprocess.Popen(self._command, env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The hub did not start:\n{self.log_text()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def uvicorn(ws: str, loop: str, application: str = "secunity.asgi:application") -> tuple[str, ...]:
    """uvicorn with one of its WebSocket protocols and event loops."""
    options = ("--ws", ws, "--loop", loop, "--ws-per-message-deflate", "false", "--lifespan", "off")
    return ("uvicorn", application, "--host", "127.0.0.1", "--port", "{port}", *options)


def daphne(application: str) -> tuple[str, ...]:
    """Daphne with another application."""
    return ("daphne", "-b", "127.0.0.1", "-p", "{port}", application)

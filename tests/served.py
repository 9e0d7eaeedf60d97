"""A hub served as people serve it, in a process of its own, on a data folder of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "secunity.settings.bench"
STARTS_WITHIN_S = 60.0
# Three times what the hub allows itself.
ENDS_WITHIN_S = 30.0
KEPT_FOR_S = 6 * 3600
PREPARATION = (("prepare",),)
DEMO = (*PREPARATION, ("load_demo",))
# One folder for all workers of a parallel run: migrating costs many seconds.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())

Commands = Sequence[Sequence[str]]


class ServedHub:
    """A running hub. `data_dir` stays after `stop` and `kill`, so that `start` goes on with it."""

    def __init__(self, data_dir: Path, env: Mapping[str, str], log: Path) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.env = {"SECUNITY_BASE_URL": self.origin, **env}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start `secunity serve` and wait until it answers."""
        command = [sys.executable, "-m", "secunity", "serve", "--prepared", "--port", str(self.port)]
        with self._log.open("ab") as log:
            env = environment(self.data_dir, self.env)
            self._process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The hub did not start:\n{self.log_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it in good order (SIGTERM)."""
        self._end(subprocess.Popen.terminate)

    def kill(self) -> None:
        """End it in mid-word (SIGKILL)."""
        self._end(subprocess.Popen.kill)

    def _end(self, how: object) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        how(self._process)  # type: ignore[operator]
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            # Left running, it would be complained of in whatever test comes later.
            self._process.kill()
            self._process.wait()
            raise

    def run(self, *command: str) -> str:
        """Run a `secunity` command on this hub's data, also while it serves; returns what it printed."""
        return run_command(self.data_dir, command, self.env)

    def log_text(self) -> str:
        """What the server has written to its outputs."""
        return self._log.read_text(errors="replace")


@contextmanager
def serve_hub(
    data_dir: Path, *, prepare: Commands = PREPARATION, env: Mapping[str, str] | None = None
) -> Iterator[ServedHub]:
    """Serve a copy of the data that the commands of `prepare` make; they run once per test session."""
    shutil.copytree(prepared_data(prepare), data_dir, dirs_exist_ok=True)
    hub = ServedHub(data_dir, env or {}, data_dir / "server.log")
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


def prepared_data(commands: Commands = PREPARATION) -> Path:
    """The data folder after these commands on an empty one, made once per test session and machine."""
    name = "-".join(word.strip("-") for command in commands for word in command)
    folder = Path(tempfile.gettempdir()) / f"secunity-served-{_RUN}" / name[:200]
    _forget_old_runs()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "prepared").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _begin(folder, commands[:-1])
            run_command(folder, commands[-1])
            (folder / "prepared").touch()
    return folder


def _forget_old_runs() -> None:
    for folder in Path(tempfile.gettempdir()).glob("secunity-served-*"):
        if time.time() - folder.stat().st_mtime > KEPT_FOR_S:
            shutil.rmtree(folder, ignore_errors=True)


def _begin(folder: Path, earlier: Commands) -> None:
    """A folder as the earlier commands leave it; what they made for another list of commands is used again."""
    if earlier:
        shutil.copytree(prepared_data(earlier), folder)
        (folder / "prepared").unlink()
    else:
        folder.mkdir()


def run_command(data_dir: Path, command: Sequence[str], env: Mapping[str, str] | None = None) -> str:
    """Run a `secunity` command on a data folder. Raises RuntimeError with its words when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "secunity", *command],
        env=environment(data_dir, env or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that works on this data folder."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "SECUNITY_DATA": str(data_dir), **env}


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0

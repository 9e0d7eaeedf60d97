"""A real Elasticsearch that lives as long as a test run: built once by Maven, on a free port, in a folder of its own.

`ELASTICSEARCH_URL` names another one to use instead.
"""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.served import free_port

NODE = Path(__file__).with_name("elasticsearch_node")
STARTS_WITHIN_S = 90.0
STOPS_WITHIN_S = 30.0


class ElasticsearchNode:
    """One node; `stop` and `start` keep its data. One that others run (`url` given) is neither started nor stopped."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.is_ours = not url
        self._port, self._folder = free_port(), folder
        self.url = url or f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        if self.is_ours:
            log = self._folder / "log"
            command = [str(NODE / "run"), "--port", str(self._port), "--data", str(self._folder / "data")]
            with log.open("ab") as output:
                self._process = subprocess.Popen(command, stdout=output, stderr=output)
        self._wait()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(STOPS_WITHIN_S)

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            has_ended = self._process is not None and self._process.poll() is not None
            if has_ended or time.monotonic() > deadline:
                log = self._folder / "log"
                raise RuntimeError(f"No Elasticsearch at {self.url}:\n{log.read_text() if log.exists() else ''}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        address = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - a node on this machine
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def elasticsearch_node() -> Iterator[ElasticsearchNode]:
    """A running node; gone with all its data afterwards, if it is ours."""
    with tempfile.TemporaryDirectory(prefix="secunity-elasticsearch-", ignore_cleanup_errors=True) as folder:
        node = ElasticsearchNode(Path(folder), os.environ.get("ELASTICSEARCH_URL", ""))
        node.start()
        try:
            yield node
        finally:
            node.stop()

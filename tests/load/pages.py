"""Pages for anonymous readers against a bare Django view on the same server, in turn, in the same run."""

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.load.report import percentile, write_report
from tests.served import DEMO, free_port, serve_hub

ROUNDS = 300
WARM_UP = 20
PAGES = {
    "home": "/",
    "region": "/regions/kinki/",
    "case list": "/cases/",
    "case list, question": "/cases/?q=%E3%83%9B%E3%83%86%E3%83%ABWi-Fi&industry=E",
    "home, English": "/en/",
}


@contextmanager
def served_bare() -> Iterator[int]:
    """The port of the yardstick."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "tests.load.bare:application"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Milliseconds until the last byte, and bytes over the wire."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "br", "Accept-Language": "ja"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    return (time.perf_counter() - start) * 1000, len(body)


def compare(name: str, path: str, hub: http.client.HTTPConnection, bare: http.client.HTTPConnection) -> dict[str, Any]:
    """p50 and p95 of a page and of the yardstick, asked in turn."""
    for _ in range(WARM_UP):
        fetch(hub, path)
        fetch(bare, "/")
    page_times, bare_times, size = [], [], 0
    for _ in range(ROUNDS):
        elapsed, size = fetch(hub, path)
        page_times.append(elapsed)
        bare_times.append(fetch(bare, "/")[0])
    p95, bare_p95 = percentile(page_times, 0.95), percentile(bare_times, 0.95)
    return {
        "page": name,
        "bytes": size,
        "p50_ms": round(percentile(page_times, 0.5), 2),
        "p95_ms": round(p95, 2),
        "bare_p95_ms": round(bare_p95, 2),
        "ratio_p95": round(p95 / bare_p95, 2),
    }


def idle_memory_mb(pid: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def first_case(hub: http.client.HTTPConnection) -> str:
    """The address of some case page."""
    hub.request("GET", "/api/v1/cases?size=1")
    url: str = json.loads(hub.getresponse().read())["results"][0]["url"]
    return "/" + url.split("/", 3)[3]


def main() -> None:
    """Run the suite."""
    with tempfile.TemporaryDirectory() as folder, serve_hub(Path(folder), prepare=DEMO) as hub, served_bare() as port:
        hub_connection = http.client.HTTPConnection("127.0.0.1", hub.port)
        bare_connection = http.client.HTTPConnection("127.0.0.1", port)
        time.sleep(5)
        pages = {**PAGES, "case": first_case(hub_connection)}
        rows = [compare(name, path, hub_connection, bare_connection) for name, path in pages.items()]
        memory = round(idle_memory_mb(hub.pid))
        path = write_report("pages", [{**row, "hub_memory_mb": memory} for row in rows])
        print(f"written to {path}")


if __name__ == "__main__":
    main()

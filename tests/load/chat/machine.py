"""What processes and the machine have used so far."""

import os
from collections.abc import Iterable
from pathlib import Path

HZ = os.sysconf("SC_CLK_TCK")


def _stat(pid: str | int) -> list[str] | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None


def tree(pids: Iterable[int]) -> list[int]:
    """The processes and all their descendants."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(entry)):
            children.setdefault(int(fields[1]), []).append(int(entry))
    found: list[int] = []
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.append(pid)
            waiting += children.get(pid, [])
    return found


def usage(pids: Iterable[int]) -> dict[str, float]:
    """CPU seconds, and resident, proportional and private memory in MB."""
    used = {"cpu": 0.0, "Rss": 0.0, "Pss": 0.0, "Private": 0.0}
    for pid in tree(pids):
        fields = _stat(pid)
        if fields is None:
            continue
        used["cpu"] += (int(fields[11]) + int(fields[12])) / HZ
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            name, _, value = line.partition(":")
            name = "Private" if name.startswith("Private_") else name
            if name in used:
                used[name] += int(value.split()[0]) / 1024
    return used


def cores() -> dict[str, tuple[float, float, float]]:
    """Busy, stolen and soft-interrupt seconds of the machine and of each core."""
    found = {}
    for line in Path("/proc/stat").read_text().splitlines():
        if line.startswith("cpu"):
            name, *values = line.split()
            seconds = [int(value) / HZ for value in values[:8]]
            found[name] = (sum(seconds) - seconds[3] - seconds[4] - seconds[7], seconds[7], seconds[6])
    return found

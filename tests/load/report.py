"""How every suite reports: a table for people, a file for programs."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("django", "wagtail", "channels", "daphne", "tantivy", "sudachipy", "python-crfsuite")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0–1) of the values lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def write_report(suite: str, rows: list[dict[str, Any]]) -> Path:
    """Print the rows as a table and write them with machine, versions and command to the bench folder."""
    columns = list(rows[0])
    widths = [
        max(len(str(row[column])) for row in [dict(zip(columns, columns, strict=True)), *rows]) for column in columns
    ]
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        print("  ".join(str(row[c]).ljust(w) for c, w in zip(columns, widths, strict=True)))
    folder = Path(os.environ.get("SECUNITY_DATA", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{suite}.json"
    report = {"suite": suite, "rows": rows, "machine": machine(), "command": " ".join([sys.executable, *sys.argv])}
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    return path

"""Files with one JSON object a line, as people hand them to a command."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

Row = TypeVar("Row")


class UnreadableFileError(ValueError):
    """The file cannot be read, or one of its lines means nothing; the message names file and line."""


def read_json_lines(path: Path, make: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    """What `make` makes of each object; empty lines are skipped. `make` raises ValueError for what it cannot use.

    Raises UnreadableFileError.
    """
    try:
        # Not splitlines(): a line may hold U+2028 and its like within a text.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not a JSON object")
            made = make(row)
        except (ValueError, RecursionError) as error:
            raise UnreadableFileError(f"{path}, line {number}: {error}") from error
        yield made

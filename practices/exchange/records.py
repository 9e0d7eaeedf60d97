"""What reading a file of incidents yields: records with their places, problems, and files that cannot be read."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_RECORD = 1_000_000  # characters of one record; a 20-page report has about 40,000


@dataclass(frozen=True)
class Problem:
    """Something about one record: `field` is the path or the line, `code` says what, `values` fill its sentence."""

    record: str
    field: str
    code: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """One record of a file: its object, or the problem for which it cannot be read."""

    number: int
    record: Mapping[str, Any] | None
    problem: Problem | None = None


class UnreadableFileError(ValueError):
    """The file cannot be read as a whole. `code` says why, `values` say where."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark; else UnreadableFileError with the place."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError("not_utf8", line=line, byte=error.start) from error
    if not text.strip():
        raise UnreadableFileError("empty")
    return text

"""A file of records written piece by piece, so that a long one needs no memory: JSON, and CSV for spreadsheets."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MARK = "\ufeff"  # without it spreadsheets in Japan take the file for Shift JIS
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
_APART = ";"


def json_pieces(about: Mapping[str, Any], name: str, records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """{"about": {…}, name: […]}, a record a line."""
    return list_pieces(f'{{"about": {_json(about)},\n{_json(name)}: [', map(_json, records), "]}")


def list_pieces(head: str, written: Iterable[str], foot: str) -> Iterator[str]:
    """What is written already, a line each with commas between, after `head` (which ends in "[") and before `foot`."""
    separator = ""
    for each in written:
        yield f"{head}{separator}\n{each}"
        head, separator = "", ","
    yield f"{head}\n{foot}\n"


def csv_pieces(about: Mapping[str, Any], header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """What the file is in lines beginning with #, the header, a row a line."""
    writer = csv.writer(_Echo())
    head = MARK + "".join(f"# {name}: {_json(value)}\r\n" for name, value in about.items()) + writer.writerow(header)
    for row in rows:
        yield head + writer.writerow(row)
        head = ""
    if head:
        yield head


def harmless(text: str) -> str:
    """The text as a cell: what a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain_cell(value: Any) -> str:
    """A value that is no object as a cell: nothing for nothing, several joined by a semicolon."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(_APART.join(map(str, value)) if isinstance(value, list | tuple) else str(value))


class _Echo:
    """Gives back what a CSV writer writes."""

    def write(self, line: str) -> str:
        return line


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

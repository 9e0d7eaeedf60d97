"""Released cases in CSV: a row a case, a column a field, what the file is in lines beginning with # above the header.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which reading takes away again.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from practices.exchange.pieces import MARK, csv_pieces, harmless
from practices.exchange.public import (
    CODE_LISTS,
    CODES,
    FLAGS,
    NESTED,
    NUMBERS,
    OBJECTS,
    TEXT_FIELDS,
    VERIS_PARTS,
    WORD_LISTS,
    Record,
    public_record,
)
from practices.exchange.records import UnreadableFileError

LANGUAGES = ("ja", "en")


def columns() -> list[str]:
    """Every column, in order."""
    nested = [f"{name}.{key}" for name, keys in NESTED.items() for key in keys]
    veris = [f"veris.{part}" for part in VERIS_PARTS]
    texts = [f"texts.{language}.{name}" for language in LANGUAGES for name in (*TEXT_FIELDS, *WORD_LISTS)]
    return [*CODES, *NUMBERS, *FLAGS, *CODE_LISTS, *OBJECTS, *nested, *veris, *texts]


def csv_of(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[str]:
    """The file with the byte order mark before it, piece by piece."""
    header = columns()
    return csv_pieces(about, header, ([_cell(path, _at(record, path)) for path in header] for record in records))


def read_csv_cases(text: str) -> list[Record]:
    """The records of such a file. Raises UnreadableFileError."""
    body = text.removeprefix(MARK)
    while body.startswith("#"):
        body = body.partition("\n")[2]
    rows = csv.reader(io.StringIO(body, newline=""))
    header = next(rows, [])
    if not {"id", "origin"} <= set(header):
        raise UnreadableFileError("no_header", line=1)
    return [public_record(_nested(zip(header, row, strict=False))) for row in rows]


def _at(record: Record, path: str) -> Any:
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_codes(path: str) -> bool:
    return path in CODE_LISTS or path.startswith("veris.")


def _is_object(path: str) -> bool:
    return path in OBJECTS or path.rpartition(".")[2] in WORD_LISTS


def _cell(path: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if path in FLAGS:
        return "true" if value else "false"
    if _is_object(path):
        return json.dumps(value, ensure_ascii=False)
    text = ";".join(value) if _is_codes(path) else str(value)
    return harmless(text)


def _value(path: str, cell: str) -> Any:
    if path in FLAGS:
        return cell == "true"
    if _is_object(path):
        return json.loads(cell)
    text = cell[1:] if cell.startswith("'") else cell
    if path in NUMBERS:
        return int(text)
    return text.split(";") if _is_codes(path) else text


def _nested(cells: Iterator[tuple[str, str]]) -> Record:
    record: Record = {}
    for path, cell in cells:
        if cell:
            *parents, key = path.split(".")
            place = record
            for parent in parents:
                place = place.setdefault(parent, {})
            place[key] = _value(path, cell)
    return record

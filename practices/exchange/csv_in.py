"""Incidents in CSV: one column for each field path of VERIS (`victim.industry`), repeated values joined by `;`."""

import csv
from collections.abc import Iterator
from typing import Any

from practices.exchange.records import Problem, Read, UnreadableFileError, text_of
from practices.exchange.veris_in import SECTIONS, checked, record_name
from practices.exchange.veris_words import is_list, is_number, object_list_of

LONGEST_ROW = 500  # lines one row may take; after that its first line is taken for broken and reading goes on below
OWN_COLUMNS = SECTIONS | {
    "campaign_id",
    "confidence",
    "corrective_action",
    "cost_corrective_action",
    "discovery_method",
    "discovery_notes",
    "impact",
    "notes",
    "plus",
    "reference",
    "schema_version",
    "security_incident",
    "source_id",
    "targeted",
    "value_chain",
}


def read_csv(content: bytes) -> list[Read]:
    """Every row below the header as a VERIS record; UnreadableFileError where there is no header of field paths."""
    lines = text_of(content).splitlines(keepends=True)
    rows = _rows(lines)
    try:
        _line, header, _fault = next(rows)
    except StopIteration as error:
        raise UnreadableFileError("empty") from error
    paths = [cell.strip() for cell in header]
    _check_header(paths)
    return [_read(number, line, cells, fault, paths) for number, (line, cells, fault) in enumerate(rows, start=1)]


def _check_header(paths: list[str]) -> None:
    if not {path.split(".")[0] for path in paths} & OWN_COLUMNS:
        raise UnreadableFileError("no_header", line=1)
    double = next((path for path in paths if path and paths.count(path) > 1), None)
    if double:
        raise UnreadableFileError("double_column", column=double)


def _rows(lines: list[str]) -> Iterator[tuple[int, list[str], str]]:
    """(line number, cells, fault) of each row. A stray quotation mark breaks the line it stands on, not the rest."""
    width, start = 0, 0
    while start < len(lines):
        taken = _lines_of_row(lines, start)
        cells = _cells("".join(lines[start : start + taken])) if taken else None
        fits = cells is not None and (not width or len(cells) == width)
        if cells == [] or (taken == 1 and not lines[start].strip()):
            start += 1
            continue
        if taken > 1 and not fits:
            cells, taken = None, 1
        yield start + 1, cells or [], "" if fits else ("cells" if cells else "quote")
        width = width or len(cells or [])
        start += max(taken, 1)


def _lines_of_row(lines: list[str], start: int) -> int:
    """How many lines the row takes whose first is `start`: up to where its quotation marks are even; 0 for never."""
    marks = 0
    for offset, line in enumerate(lines[start : start + LONGEST_ROW]):
        marks += line.count('"')
        if marks % 2 == 0:
            return offset + 1
    return 0


def _cells(text: str) -> list[str] | None:
    try:
        return next(csv.reader([text.rstrip("\r\n")], strict=True), [])
    except csv.Error:
        return None


def _read(number: int, line: int, cells: list[str], fault: str, paths: list[str]) -> Read:
    if fault:
        code = "broken_quote" if fault == "quote" else "wrong_cells"
        values = {"line": line, "cells": len(cells), "columns": len(paths)}
        return Read(number, None, Problem(str(number), f"line {line}", code, values))
    record, clash = _nested(paths, cells)
    if clash:
        return Read(number, None, Problem(record_name(number, record), clash, "path_clash", {"line": line}))
    return checked(number, record, None)


def _nested(paths: list[str], cells: list[str]) -> tuple[dict[str, Any], str]:
    """The nested record, and the path that needs an object where another column put a value."""
    record: dict[str, Any] = {}
    for path, cell in zip(paths, cells, strict=True):
        if not path or not cell.strip():
            continue
        if not _put(record, path, cell.strip()):
            return record, path
    return record, ""


def _put(record: dict[str, Any], path: str, cell: str) -> bool:
    owner, key = object_list_of(path)
    if owner:
        return _put_in_objects(record, owner, key, path, cell)
    *parents, last = path.split(".")
    place = _descend(record, parents)
    if place is None or isinstance(place.get(last), dict):
        return False
    place[last] = [_value(path, each) for each in _parts(cell)] if is_list(path) else _value(path, cell)
    return True


def _put_in_objects(record: dict[str, Any], owner: str, key: str, path: str, cell: str) -> bool:
    """`asset.assets.variety` = "S - Web; S - Mail" makes two objects; the columns beside it fill the same ones."""
    *parents, last = owner.split(".")
    place = _descend(record, parents)
    if place is None:
        return False
    objects = place.setdefault(last, [])
    for index, part in enumerate(_parts(cell, keep_empty=True)):
        if index >= len(objects):
            objects.append({})
        if part:
            objects[index][key] = _value(path, part)
    return True


def _descend(record: dict[str, Any], parents: list[str]) -> dict[str, Any] | None:
    place: Any = record
    for parent in parents:
        place = place.setdefault(parent, {})
        if not isinstance(place, dict):
            return None
    return place


def _parts(cell: str, *, keep_empty: bool = False) -> list[str]:
    parts = [part.strip() for part in cell.split(";")]
    return parts if keep_empty else [part for part in parts if part]


def _value(path: str, text: str) -> Any:
    """A number where the path holds one and the text is one; lint names what is no number."""
    if is_number(path):
        try:
            return int(text.replace(",", ""))
        except ValueError:
            return text
    return {"true": True, "false": False}.get(text.lower(), text) if path.startswith("discovery_method.") else text

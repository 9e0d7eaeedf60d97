"""VERIS records in JSON: a list, one object, or one object a line."""

import json
from collections.abc import Iterator
from typing import Any

from practices.exchange.records import LONGEST_RECORD, Problem, Read, UnreadableFileError, text_of

OLDEST_VERSION = (1, 3)
SECTIONS = frozenset({"action", "actor", "asset", "attribute", "victim", "timeline", "summary", "incident_id"})


def read_veris(content: bytes) -> list[Read]:
    """Every record of the file in its order; UnreadableFileError where it is no JSON as a whole."""
    text = text_of(content)
    rows = list(_rows(text))
    reads = [checked(number, value, problem) for number, value, problem in rows]
    if all(each.problem and each.problem.code == "not_json" for each in reads):
        raise UnreadableFileError("not_json", **_place(text))
    return reads


def _rows(text: str) -> Iterator[tuple[int, Any, Problem | None]]:
    """Number, decoded value and problem of each record."""
    if _is_lines(text):
        yield from _line_rows(text)
        return
    try:
        whole = _loads(text)
    except ValueError as error:
        raise UnreadableFileError("not_json", **_place(text)) from error
    for number, value in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield number, value, None


def _line_rows(text: str) -> Iterator[tuple[int, Any, Problem | None]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, _loads(line), None
        except ValueError as error:
            column = getattr(error, "pos", 0) + 1
            yield number, None, Problem(str(number), f"line {number}", "not_json", {"line": number, "column": column})


def _is_lines(text: str) -> bool:
    """Whether it is one object a line: an object spread over lines opens few of them with a brace of its own."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return sum(len(line) > 1 and line.startswith("{") for line in lines) * 2 > len(lines)


def checked(number: int, value: Any, problem: Problem | None) -> Read:
    """The record, or the problem for which it is none."""
    if problem:
        return Read(number, None, problem)
    name = record_name(number, value)
    code, values = _fault(value)
    return Read(number, None, Problem(name, "record", code, values)) if code else Read(number, value)


def _fault(value: Any) -> tuple[str, dict[str, Any]]:
    """Why a decoded value is no record of VERIS 1.3 or later; an empty code where it is one."""
    if not isinstance(value, dict) or not SECTIONS & value.keys():
        return "no_record", {}
    if len(json.dumps(value, ensure_ascii=False)) > LONGEST_RECORD:
        return "too_long", {"limit": LONGEST_RECORD}
    version = version_of(value)
    if version and version < OLDEST_VERSION:
        return "too_old", {"version": str(value["schema_version"])}
    return "", {}


def version_of(record: dict[str, Any]) -> tuple[int, ...]:
    """(1, 4, 1) for "1.4.1"; () where it is missing or no version."""
    parts = str(record.get("schema_version", "")).split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def record_name(number: int, value: Any) -> str:
    """The record's own id, else its number in the file."""
    own = value.get("incident_id") if isinstance(value, dict) else None
    return own.strip()[:200] if isinstance(own, str) and own.strip() else str(number)


def _loads(text: str) -> Any:
    """Decoded JSON without half surrogates, which no database takes; ValueError otherwise."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return _whole_characters(value) if "\\u" in text else value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _whole_characters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, list):
        return [_whole_characters(each) for each in value]
    if isinstance(value, dict):
        return {_whole_characters(key): _whole_characters(each) for key, each in value.items()}
    return value


def _place(text: str) -> dict[str, Any]:
    """Line and column at which decoding stops."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return {"line": error.lineno, "column": error.colno}
    except (ValueError, RecursionError):
        pass
    return {"line": 1, "column": 1}

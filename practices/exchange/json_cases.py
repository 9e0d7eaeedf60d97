"""Released cases in this hub's own JSON: everything that is public of them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from practices.exchange.pieces import json_pieces
from practices.exchange.public import SCHEMA, Record, public_record
from practices.exchange.records import UnreadableFileError


def json_of(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[str]:
    """{"about": {...}, "cases": [...]}, piece by piece."""
    return json_pieces(about, "cases", records)


def read_json(text: str) -> list[Record]:
    """The records of such a file. Raises UnreadableFileError."""
    whole = loaded(text)
    if not isinstance(whole, dict) or (whole.get("about") or {}).get("schema") != SCHEMA:
        raise UnreadableFileError("no_record")
    return [public_record(record) for record in whole["cases"]]


def loaded(text: str) -> Any:
    """Decoded JSON; UnreadableFileError with the place where it breaks off."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFileError("not_json", line=error.lineno, column=error.colno) from error

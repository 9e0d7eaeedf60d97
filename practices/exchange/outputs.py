"""The forms in which released cases leave the hub; each is read back whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from practices.exchange.csv_out import csv_of, read_csv_cases, write_csv
from practices.exchange.json_cases import json_of, read_json, write_json
from practices.exchange.misp_out import read_misp, write_misp
from practices.exchange.public import Export, Record
from practices.exchange.stix_out import read_stix, write_stix
from practices.exchange.veris_out import read_veris_cases, write_veris


class Form(NamedTuple):
    """How a form is written and read, and what a browser is told of it; `pieces` where it can be written bit by bit,
    from what the file says about itself and its records."""

    write: Callable[[Export], str]
    read: Callable[[str], list[Record]]
    media_type: str
    ending: str
    pieces: Callable[[Mapping[str, Any], Iterable[Record]], Iterator[str]] | None = None


FORMS = {
    "json": Form(write_json, read_json, "application/json", "json", json_of),
    "csv": Form(write_csv, read_csv_cases, "text/csv; charset=utf-8", "csv", csv_of),
    "veris": Form(write_veris, read_veris_cases, "application/json", "veris.json"),
    "stix": Form(write_stix, read_stix, "application/stix+json;version=2.1", "stix.json"),
    "misp": Form(write_misp, read_misp, "application/json", "misp.json"),
}

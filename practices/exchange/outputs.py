"""The forms in which released cases leave the hub; each is read back whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from practices.exchange.csv_out import csv_of, read_csv_cases
from practices.exchange.json_cases import json_of, read_json
from practices.exchange.misp_out import misp_of, read_misp
from practices.exchange.public import Export, Record
from practices.exchange.stix_out import read_stix, stix_of
from practices.exchange.veris_out import read_veris_cases, veris_of


class Form(NamedTuple):
    """How a form is written bit by bit, from what the file says about itself and its records, and how it is read; what
    a browser is told of it."""

    pieces: Callable[[Mapping[str, Any], Iterable[Record]], Iterator[str]]
    read: Callable[[str], list[Record]]
    media_type: str
    ending: str

    def write(self, export: Export) -> str:
        """The whole file."""
        return "".join(self.pieces(export.about, export.records))


FORMS = {
    "json": Form(json_of, read_json, "application/json", "json"),
    "csv": Form(csv_of, read_csv_cases, "text/csv; charset=utf-8", "csv"),
    "veris": Form(veris_of, read_veris_cases, "application/json", "veris.json"),
    "stix": Form(stix_of, read_stix, "application/stix+json;version=2.1", "stix.json"),
    "misp": Form(misp_of, read_misp, "application/json", "misp.json"),
}

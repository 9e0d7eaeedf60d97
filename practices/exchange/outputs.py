"""The forms in which released cases leave the hub; each is read back whole."""

from collections.abc import Callable
from typing import NamedTuple

from practices.exchange.csv_out import read_csv_cases, write_csv
from practices.exchange.json_cases import read_json, write_json
from practices.exchange.misp_out import read_misp, write_misp
from practices.exchange.public import Export, Record
from practices.exchange.stix_out import read_stix, write_stix
from practices.exchange.veris_out import read_veris_cases, write_veris


class Form(NamedTuple):
    """How a form is written and read, and what a browser is told of it."""

    write: Callable[[Export], str]
    read: Callable[[str], list[Record]]
    media_type: str
    ending: str


FORMS = {
    "json": Form(write_json, read_json, "application/json", "json"),
    "csv": Form(write_csv, read_csv_cases, "text/csv; charset=utf-8", "csv"),
    "veris": Form(write_veris, read_veris_cases, "application/json", "veris.json"),
    "stix": Form(write_stix, read_stix, "application/stix+json;version=2.1", "stix.json"),
    "misp": Form(write_misp, read_misp, "application/json", "misp.json"),
}

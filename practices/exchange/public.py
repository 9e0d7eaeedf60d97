"""What leaves the hub: released cases as plain records, and what every file says about itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "secunity-cases"
SCHEMA_VERSION = "1.0"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NOTE = "The hub's own words; a case with a source keeps the terms of that source."

# Everything that a released case says, by how it is written down: one value, a list of codes, or a list of objects.
CODES = (
    *("id", "url", "origin", "tlp", "released", "region", "prefecture", "industry_division", "industry_group"),
    *("industry_sector", "size_band", "size_class", "occurred", "response_type", "entry_route", "starting_point"),
    *("damage_kind", "damage_band", "noticed_by", "records_band", "confidence"),
)
NUMBERS = ("version", "damage_yen")
FLAGS = ("is_shared", "is_reported", "is_announced")
CODE_LISTS = ("incident_types", "affected", "environment", "cost_kinds", "data_kinds", "techniques")
OBJECTS = ("damage_range", "indicators", "practices")
NESTED = {
    "source": ("name", "url", "published"),
    "durations": ("noticed", "contained", "recovered", "closed"),
}
VERIS_PARTS = ("actions", "actors", "assets", "attributes")
TEXT_FIELDS = (
    *("title", "summary", "what_happened", "how_noticed", "hard_to_notice", "damage", "business_impact", "cause"),
    *("what_helped", "would_do_first", "lesson", "controls"),
)
WORD_LISTS = ("checklist", "timeline", "own_words")

Record = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """Records and what is said about them: the day, the address of the hub and the filter they were chosen by."""

    records: tuple[Record, ...]
    exported: str
    hub: str
    filters: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def about(self) -> dict[str, Any]:
        """What stands inside every file."""
        return about_file(SCHEMA, self.hub, self.exported, self.filters) | {"cases": len(self.records)}


def about_file(schema: str, hub: str, exported: str, filters: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """What a file of public things says about itself: what it is, its licence, whose, of which day, chosen how."""
    return {
        "schema": schema,
        "schema_version": SCHEMA_VERSION,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "licence_note": LICENCE_NOTE,
        "hub": hub,
        "exported": exported,
        "filter": {name: list(values) for name, values in filters.items()},
    }


def public_record(given: Mapping[str, Any]) -> Record:
    """The record in its one spelling: what is not stated is null, lists are lists, empty words are left out."""
    record: Record = {name: given.get(name) or None for name in CODES}
    record |= {name: given.get(name) for name in NUMBERS}
    record |= {name: bool(given.get(name)) for name in FLAGS}
    record |= {name: list(given.get(name) or ()) for name in (*CODE_LISTS, *OBJECTS)}
    for name, keys in NESTED.items():
        record[name] = _present(given.get(name), keys)
    veris = _present(given.get("veris"), VERIS_PARTS)
    record["veris"] = {part: list(codes) for part, codes in veris.items()}
    texts = sorted((given.get("texts") or {}).items())
    record["texts"] = {language: _present(words, (*TEXT_FIELDS, *WORD_LISTS)) for language, words in texts}
    return record


def text_of(record: Record, name: str, languages: Iterable[str] = ("ja", "en")) -> str:
    """A text of the record in the first of these languages that has it, else in any; else ""."""
    texts = record["texts"]
    order = [*(language for language in languages if language in texts), *texts]
    return next((texts[language][name] for language in order if texts[language].get(name)), "")


def language_of(record: Record) -> str:
    """The language in which `text_of` speaks."""
    return "ja" if "ja" in record["texts"] else next(iter(record["texts"]), "ja")


def _present(given: Mapping[str, Any] | None, keys: Iterable[str]) -> dict[str, Any]:
    return {key: given[key] for key in keys if given.get(key)} if given else {}

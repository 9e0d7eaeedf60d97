"""Released cases as records of VERIS 1.4.1.

What VERIS has a place for stands there, in its own words and never more exactly than the case says. The whole case
travels beside it under `plus.secunity`, where the community database keeps what is its own, so that nothing is lost.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from practices.exchange.json_cases import loaded
from practices.exchange.pieces import list_pieces
from practices.exchange.public import Record, language_of, public_record, text_of
from practices.exchange.records import UnreadableFileError
from practices.exchange.veris_facts import CONFIDENCE, INDUSTRIES, ROUTES, TYPES
from practices.exchange.veris_words import actions, enumerations

VERSION = "1.4.1"
UNKNOWN_INDUSTRY = "000"  # what VERIS asks for where the industry is not known
# Bands of this hub that lie within one of VERIS: up to 300 people is "Small" (up to 1,000); 301 or more may be either.
_SIZES = {"small": "Small", "medium": "Small", "upper": "Small"}
_ASSETS = "SNUMPTE"
_SUSPECTED = "suspicious"


def veris_of(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[str]:
    """A list of records, piece by piece."""
    written = (json.dumps(veris_record(record, about), ensure_ascii=False) for record in records)
    return list_pieces("[", written, "]")


def read_veris_cases(text: str) -> list[Record]:
    """The cases of such a file. Raises UnreadableFileError for records that did not come from a hub like this."""
    rows = loaded(text)
    try:
        return [public_record(row["plus"]["secunity"]["case"]) for row in rows]
    except (KeyError, TypeError) as error:
        raise UnreadableFileError("no_record") from error


def veris_record(record: Record, about: Mapping[str, Any]) -> dict[str, Any]:
    """One case in the words of VERIS."""
    made: dict[str, Any] = {
        "schema_version": VERSION,
        "incident_id": record["id"],
        "source_id": "secunity",
        "security_incident": "Suspected" if _SUSPECTED in record["incident_types"] else "Confirmed",
        "summary": _summary(record),
        "reference": record["source"].get("url") or record["url"] or "",
        "victim": _victim(record),
        "actor": _sections(record, "actors", {"variety": ["Unknown"], "motive": ["Unknown"]}) or {"unknown": {}},
        "action": _actions(record) or {"unknown": {}},
        "asset": {"assets": _assets(record)},
        "attribute": _attributes(record),
        "discovery_method": _discovery(record),
        "timeline": {"incident": _period(record["occurred"])},
        "impact": _impact(record),
        "confidence": {mine: word for word, mine in CONFIDENCE.items()}.get(record["confidence"] or ""),
        "discovery_notes": text_of(record, "how_noticed"),
        "corrective_action": text_of(record, "lesson"),
    }
    made = {name: value for name, value in made.items() if value not in (None, "", {}, {"incident": {}})}
    said = {name: value for name, value in about.items() if name != "cases"}
    return made | {"plus": {"secunity": {"about": said, "case": record, "language": language_of(record)}}}


def _summary(record: Record) -> str:
    parts = (text_of(record, name) for name in ("title", "summary", "what_happened"))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _victim(record: Record) -> dict[str, Any]:
    codes = {division: code for code, division in reversed(INDUSTRIES.items())}
    return {
        "victim_id": "Unknown",
        "country": ["JP"],
        "industry": codes.get(record["industry_division"] or "", UNKNOWN_INDUSTRY),
        "employee_count": _SIZES.get(record["size_band"] or "", "Unknown"),
    }


def _actions(record: Record) -> dict[str, Any]:
    """Varieties as picked by people; where nobody picked any, those that the kinds of incident stand for."""
    found: dict[str, dict[str, list[str]]] = {}
    for code in record["veris"].get("actions", ()):
        action, _dot, variety = code.partition(".")
        _add(found, f"action.{action}.variety", variety)
    if not found:
        for kind in record["incident_types"]:
            path, word = next(((path, word) for path, word, mine in TYPES if mine == kind), ("", ""))
            _add(found, path, word)
    for path, word, route in ROUTES:
        _owner, action, part = path.split(".")
        if route == record["entry_route"] and part == "vector" and action in found:
            _add(found, path, word)
    return {action: _whole_action(action, parts) for action, parts in found.items()}


def _add(found: dict[str, dict[str, list[str]]], path: str, word: str) -> None:
    if not path.startswith("action."):
        return
    _action, action, part = path.split(".")
    words = found.setdefault(action, {}).setdefault(part, [])
    if word and word not in words:
        words.append(word)


def _whole_action(action: str, parts: dict[str, list[str]]) -> dict[str, list[str]]:
    """VERIS asks for both variety and vector of an action where it has words for them."""
    known = [part for part in ("variety", "vector") if f"action.{action}.{part}" in enumerations()]
    return {part: parts.get(part) or ["Unknown"] for part in known} if action in actions("en") else {}


def _sections(record: Record, part: str, whole: dict[str, Any]) -> dict[str, Any]:
    return {code: {} if code == "unknown" else dict(whole) for code in record["veris"].get(part, ())}


def _assets(record: Record) -> list[dict[str, str]]:
    codes = [code for code in record["veris"].get("assets", ()) if code in _ASSETS]
    return [{"variety": f"{code} - Unknown"} for code in codes] or [{"variety": "Unknown"}]


def _attributes(record: Record) -> dict[str, Any]:
    shapes: dict[str, dict[str, Any]] = {
        "confidentiality": {"data_disclosure": "Unknown"},
        "integrity": {"variety": ["Unknown"]},
        "availability": {"variety": ["Unknown"]},
    }
    codes = record["veris"].get("attributes", ())
    return {code: shapes[code] for code in codes if code in shapes} or {"unknown": {}}


def _discovery(record: Record) -> dict[str, Any]:
    way = record["noticed_by"]
    return {way: {"variety": ["Unknown"]}} if way in ("internal", "external", "partner") else {"unknown": {}}


def _period(occurred: str | None) -> dict[str, int]:
    """Year, and month where it is one: halves and quarters have no place in VERIS."""
    year, _dash, rest = (occurred or "").partition("-")
    return ({"year": int(year)} if year else {}) | ({"month": int(rest)} if rest.isdecimal() else {})


def _impact(record: Record) -> dict[str, Any]:
    """Damage that came about; what was only expected is no loss."""
    if record["damage_kind"] != "actual":
        return {}
    if record["damage_yen"] is not None:
        return {"overall_amount": record["damage_yen"], "iso_currency_code": "JPY"}
    names = ("overall_min_amount", "overall_max_amount")
    limits = {name: limit for name, limit in zip(names, record["damage_range"], strict=False) if limit is not None}
    return limits | {"iso_currency_code": "JPY"} if limits else {}

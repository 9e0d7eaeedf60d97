"""Released cases as events of MISP, in the form in which its REST search answers."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from practices.exchange.json_cases import loaded
from practices.exchange.pieces import json_pieces
from practices.exchange.public import Record, language_of, public_record, text_of
from practices.exchange.records import UnreadableFileError

NAMESPACE = uuid.UUID("6f1f3c52-3f0b-5f0e-9d0a-4b3a6a6f0c11")
WHOLE_CASE = "secunity-case"
ABOUT = "secunity-about"
_UNDEFINED, _COMPLETED, _ALL_COMMUNITIES = "4", "2", "3"
_WORDS = ("summary", "what_happened", "how_noticed", "damage", "cause", "what_helped", "would_do_first", "lesson")


def misp_of(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[str]:
    """{"about": {…}, "response": [{"Event": …}, …]}, piece by piece."""
    return json_pieces(about, "response", ({"Event": event(record, about)} for record in records))


def read_misp(text: str) -> list[Record]:
    """The cases of such a file. Raises UnreadableFileError for events that did not come from a hub like this."""
    try:
        return [public_record(json.loads(_whole(row["Event"]))) for row in loaded(text)["response"]]
    except (KeyError, TypeError, StopIteration) as error:
        raise UnreadableFileError("no_record") from error


def event(record: Record, about: Mapping[str, Any]) -> dict[str, Any]:
    """One case as an event: its words and facts as attributes that are no indicators, the whole case as one of them."""
    return {
        "uuid": _uuid(record["id"]),
        "info": text_of(record, "title") or record["id"],
        "date": _day(record),
        "timestamp": str(int(datetime.fromisoformat(record["released"]).timestamp())),
        "published": True,
        "threat_level_id": _UNDEFINED,
        "analysis": _COMPLETED,
        "distribution": _ALL_COMMUNITIES,
        "Orgc": {"name": "SECUNITY Hub", "uuid": _uuid(about["hub"])},
        "Tag": [{"name": name} for name in _tags(record)],
        "Attribute": list(_attributes(record, about)),
    }


def _day(record: Record) -> str:
    """MISP asks for a day: the first of the period in which it happened, else that of the release."""
    year, _dash, rest = (record["occurred"] or "").partition("-")
    if not year:
        return str(record["released"])[:10]
    month = {"": 1, "H1": 1, "H2": 7, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}.get(rest) or int(rest)
    return date(int(year), month, 1).isoformat()


def _tags(record: Record) -> list[str]:
    """Machine tags of the taxonomies `tlp` and `veris`, and of this hub's own vocabulary."""
    actions = [code.partition(".") for code in record["veris"].get("actions", ())]
    return [
        f"tlp:{record['tlp'].lower()}",
        *(f'veris:action:{action}:variety="{variety}"' for action, _dot, variety in actions if variety),
        *(f'secunity:incident-type="{kind}"' for kind in record["incident_types"]),
        *(f'secunity:{name}="{record[name]}"' for name in ("region", "size_band", "entry_route") if record[name]),
    ]


def _attributes(record: Record, about: Mapping[str, Any]) -> Any:
    if record["url"]:
        yield _attribute(record, "page", "link", "External analysis", record["url"])
    if record["source"].get("url"):
        yield _attribute(record, "source", "link", "External analysis", record["source"]["url"])
    for name in _WORDS:
        if words := text_of(record, name):
            yield _attribute(record, name, "comment", "Other", words)
    for number, each in enumerate(record["indicators"]):
        # Made harmless on purpose: a text, which no sensor takes up by itself.
        yield _attribute(record, f"indicator-{number}", "text", "Other", each["value"], each["kind"])
    for technique in record["techniques"]:
        yield _attribute(record, technique, "text", "Attribution", technique, "ATT&CK")
    yield _attribute(record, ABOUT, "text", "Other", json.dumps(about, ensure_ascii=False))
    yield _attribute(record, WHOLE_CASE, "text", "Other", json.dumps(record, ensure_ascii=False))


def _attribute(record: Record, name: str, kind: str, category: str, value: str, comment: str = "") -> dict[str, Any]:
    return {
        "uuid": _uuid(f"{record['id']} {name}"),
        "type": kind,
        "category": category,
        "value": value,
        "comment": comment or name,
        "to_ids": False,
        "distribution": "5",  # as the event
        "disable_correlation": True,
        "Tag": [{"name": f"language:{language_of(record)}"}] if kind == "comment" else [],
    }


def _whole(found: dict[str, Any]) -> str:
    return next(each["value"] for each in found["Attribute"] if each["comment"] == WHOLE_CASE)


def _uuid(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))

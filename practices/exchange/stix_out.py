"""Released cases as a STIX 2.1 bundle: incidents with the incident-core extension, impacts, TLP 2.0 markings."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from practices.exchange.json_cases import loaded
from practices.exchange.pieces import list_pieces
from practices.exchange.public import LICENCE_NOTE, SCHEMA, SCHEMA_VERSION, Record, language_of, text_of
from practices.exchange.public import public_record as spelled
from practices.exchange.records import UnreadableFileError

# cti-stix-common-objects: tlp-2.0, incident-core 2.0 and its impact.
TLP = {
    "CLEAR": "94868c89-83c2-464b-929b-a1a8aa3c8487",
    "GREEN": "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "AMBER": "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "AMBER+STRICT": "939a9414-2ddd-4d32-a0cd-375ea402b003",
    "RED": "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
INCIDENT_CORE = "extension-definition--ef765651-680c-498d-9894-99799f2fa126"
IMPACT = "extension-definition--7cc33dd6-f6a1-489b-98ea-522d351d71b9"
NAMESPACE = uuid.UUID("b7d4b9a6-50a5-5d3c-8a53-0d3f0a9c7a10")
OWN = f"extension-definition--{uuid.uuid5(NAMESPACE, SCHEMA)}"
BEGINNING = "2026-11-01T00:00:00.000Z"  # since when the hub's own extension is defined
_CONFIDENCE = {"high": 85, "medium": 50, "low": 15}  # STIX 2.1, appendix A: high, medium, low
_NOTICED = {"internal": "human-review", "external": "external-notification", "partner": "external-notification"}


def stix_of(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[str]:
    """The bundle as JSON, piece by piece; every object has been through the library's own checks.

    Its id depends on everything in it, and so stands at the end.
    """
    # Costs a quarter of a second and 27 MB, and few ask for it.
    import stix2
    from stix2.serialization import serialize

    named = hashlib.sha256()

    def written() -> Iterator[str]:
        for each in _objects(about, records):
            named.update(each["id"].encode())
            yield str(serialize(stix2.parse(each, allow_custom=True), ensure_ascii=False))

    yield from list_pieces('{"type": "bundle", "objects": [', written(), "],")
    yield f'"id": "{_id("bundle", named.hexdigest())}"}}\n'


def read_stix(text: str) -> list[Record]:
    """The cases of such a bundle. Raises UnreadableFileError for incidents that did not come from a hub like this."""
    try:
        incidents = [each for each in loaded(text)["objects"] if each["type"] == "incident"]
        return [spelled(each["extensions"][OWN]["case"]) for each in incidents]
    except (KeyError, TypeError) as error:
        raise UnreadableFileError("no_record") from error


def _objects(about: Mapping[str, Any], records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """What goes with every case, then the cases; each object once, each before what speaks of it."""
    statement, hub = _statement(about), _hub(about)
    yield from (hub, _marking("CLEAR"), statement, _own_extension(about, hub["id"]))
    marked, seen = {"CLEAR"}, set[str]()
    for record in records:
        if record["tlp"] not in marked:
            marked.add(record["tlp"])
            yield _marking(record["tlp"])
        for each in _case(record, hub["id"], statement["id"]):
            if each["type"] != "attack-pattern":
                yield each
            elif each["id"] not in seen:
                seen.add(each["id"])
                yield each


def _case(record: Record, hub: str, statement: str) -> Iterator[dict[str, Any]]:
    common = _common(record, hub, statement)
    impacts = list(_impacts(record, common))
    incident = _incident(record, common, [impact["id"] for impact in impacts])
    yield incident
    yield from impacts
    for technique in record["techniques"]:
        pattern = _technique(technique, hub)
        yield pattern
        name = f"{incident['id']} {technique}"
        link = {"relationship_type": "related-to", "source_ref": incident["id"], "target_ref": pattern["id"]}
        yield {"type": "relationship", "id": _id("relationship", name), **common, **link}


def _common(record: Record, hub: str, statement: str) -> dict[str, Any]:
    return {
        "spec_version": "2.1",
        "created": record["released"].replace("Z", ".000Z"),
        "modified": record["released"].replace("Z", ".000Z"),
        "created_by_ref": hub,
        "object_marking_refs": [f"marking-definition--{TLP[record['tlp']]}", statement],
    }


def _incident(record: Record, common: dict[str, Any], impacts: list[str]) -> dict[str, Any]:
    core = {
        "extension_type": "property-extension",
        "determination": "suspected" if "suspicious" in record["incident_types"] else "confirmed",
        "investigation_status": "closed",
        "incident_types": [kind.replace("_", "-") for kind in record["incident_types"]],
        "detection_methods": [_NOTICED[record["noticed_by"]]] if record["noticed_by"] in _NOTICED else [],
        "impact_refs": impacts,
    }
    made = {
        "type": "incident",
        "id": _id("incident", record["id"]),
        **common,
        "lang": language_of(record),
        "name": text_of(record, "title") or record["id"],
        "description": text_of(record, "what_happened") or text_of(record, "summary"),
        "confidence": _CONFIDENCE.get(record["confidence"] or ""),
        "external_references": _references(record),
        "extensions": {
            INCIDENT_CORE: {name: value for name, value in core.items() if value},
            OWN: {"extension_type": "property-extension", "case": record},
        },
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _references(record: Record) -> list[dict[str, str]]:
    own = {"source_name": "SECUNITY Hub", "external_id": record["id"]}
    own |= {"url": record["url"]} if record["url"] else {}
    source = record["source"]
    if not source.get("name") and not source.get("url"):
        return [own]
    # STIX asks for an address or a description beside the name.
    found = {"url": source["url"]} if source.get("url") else {"description": source["name"]}
    return [own, {"source_name": source.get("name") or source["url"], **found}]


def _impacts(record: Record, common: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Damage that came about, in yen; availability where it was affected. What was only expected is no impact."""
    if limits := _amounts(record):
        monetary = {"variety": "other", "currency": "jpy", "min_amount": limits[0], "max_amount": limits[1]}
        yield _impact(record, common, "monetary", monetary)
    if "availability" in record["veris"].get("attributes", ()):
        yield _impact(record, common, "availability", {"availability_impact": 50})


def _amounts(record: Record) -> tuple[int, int] | None:
    if record["damage_kind"] != "actual":
        return None
    least, most = (record["damage_yen"],) * 2 if record["damage_yen"] else (*record["damage_range"], None, None)[:2]
    return (least, most) if least and most else None


def _impact(record: Record, common: dict[str, Any], category: str, said: dict[str, Any]) -> dict[str, Any]:
    """The draft of incident-core 2.0 keeps what is said under the category's bare name among the extensions, which
    STIX 2.1 and its validator refuse (keys there are ids of definitions): it stands in the hub's own extension.
    """
    own = {IMPACT: {"extension_type": "new-sdo"}, OWN: {"extension_type": "property-extension", category: said}}
    words = ", ".join(f"{name}: {value}" for name, value in said.items())
    return {
        "type": "impact",
        "id": _id("impact", f"{record['id']} {category}"),
        **common,
        "impact_category": category,
        "description": words,
        "extensions": own,
    }


def _technique(code: str, hub: str) -> dict[str, Any]:
    address = f"https://attack.mitre.org/techniques/{code.replace('.', '/')}/"
    return {
        "type": "attack-pattern",
        "id": _id("attack-pattern", code),
        **_own(hub),
        "name": code,
        "external_references": [{"source_name": "mitre-attack", "external_id": code, "url": address}],
    }


def _own(hub: str) -> dict[str, Any]:
    return {"spec_version": "2.1", "created": BEGINNING, "modified": BEGINNING, "created_by_ref": hub}


def _hub(about: Mapping[str, Any]) -> dict[str, Any]:
    own = {"spec_version": "2.1", "created": BEGINNING, "modified": BEGINNING}
    named = {"name": "SECUNITY Hub", "identity_class": "organization", "contact_information": about["hub"]}
    return {"type": "identity", "id": _id("identity", about["hub"]), **own, **named}


def _marking(code: str) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{TLP[code]}",
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{code}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": code.lower()}},
    }


def _statement(about: Mapping[str, Any]) -> dict[str, Any]:
    """Licence, day, filter and version of the schema: STIX has one place that goes with every object."""
    said = json.dumps(about, ensure_ascii=False)
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _id("marking-definition", said),
        "created": f"{about['exported']}T00:00:00.000Z",
        "definition_type": "statement",
        "definition": {"statement": said},
    }


def _own_extension(about: Mapping[str, Any], hub: str) -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "id": OWN,
        **_own(hub),
        "name": SCHEMA,
        "description": f"The whole case as the hub publishes it. {LICENCE_NOTE}",
        "schema": f"{about['hub']}/api/v1/openapi.json",
        "version": f"{SCHEMA_VERSION}.0",
        "extension_types": ["property-extension"],
    }


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid.uuid5(NAMESPACE, f'{kind} {name}')}"

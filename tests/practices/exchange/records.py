"""Invented VERIS records of the shapes that real ones have."""

import json
from typing import Any


def record(**changed: Any) -> dict[str, Any]:
    """A whole record of VERIS 1.4.1 without anything to be said about it."""
    whole: dict[str, Any] = {
        "incident_id": "A1B2",
        "source_id": "test",
        "schema_version": "1.4.1",
        "security_incident": "Confirmed",
        "summary": "Ransomware stopped the order system of a maker of springs.",
        "victim": {
            "victim_id": "Fictional Springs",
            "country": ["JP"],
            "industry": "332613",
            "employee_count": "1 to 10",
        },
        "action": {"malware": {"variety": ["Ransomware"], "vector": ["Email attachment"]}},
        "actor": {"external": {"variety": ["Unknown"], "motive": ["Financial"]}},
        "asset": {"assets": [{"variety": "S - File", "amount": 2}, {"variety": "U - Desktop"}]},
        "attribute": {"availability": {"variety": ["Obscuration"]}},
        "discovery_method": {"internal": {"variety": ["Reported by employee"]}},
        "timeline": {"incident": {"year": 2024, "month": 6}},
        "plus": {"created": "2024-07-01T00:00:00Z"},
    }
    return {**whole, **changed}


def lines(*records: Any) -> bytes:
    """JSON lines."""
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()

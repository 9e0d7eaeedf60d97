"""The shapes of VERIS 1.4.1 and of MISP's answers, as far as this hub writes them: this project's own schemas."""

from typing import Any

from practices.exchange.veris_words import enumerations

UUID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$"}


def _words(path: str) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"enum": sorted(enumerations()[path])}}


def _parts(owner: str, sections: tuple[str, ...]) -> dict[str, Any]:
    """Each section with the lists that VERIS has words for."""
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "unknown": {"const": {}},
            **{
                section: {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        path.rpartition(".")[2]: _words(path)
                        for path in enumerations()
                        if path.startswith(f"{owner}.{section}.")
                    },
                }
                for section in sections
            },
        },
    }


ACTIONS = ("malware", "hacking", "social", "misuse", "physical", "error", "environmental")
VERIS: dict[str, Any] = {
    "type": "object",
    "required": [
        *("schema_version", "incident_id", "security_incident", "summary", "victim", "actor", "action", "asset"),
        *("attribute", "discovery_method", "plus"),
    ],
    "additionalProperties": False,
    "properties": {
        "schema_version": {"const": "1.4.1"},
        "incident_id": {"type": "string", "minLength": 1},
        "source_id": {"type": "string"},
        "security_incident": {"enum": ["Confirmed", "Suspected", "False positive", "Near miss"]},
        "summary": {"type": "string"},
        "reference": {"type": "string"},
        "discovery_notes": {"type": "string"},
        "corrective_action": {"type": "string"},
        "confidence": {"enum": ["High", "Medium", "Low", "None"]},
        "victim": {
            "type": "object",
            "required": ["country", "industry", "employee_count"],
            "properties": {
                "industry": {"type": "string", "pattern": "^[0-9]{2,6}$"},
                "employee_count": {"enum": sorted(enumerations()["victim.employee_count"])},
                "country": {"type": "array", "items": {"const": "JP"}},
            },
        },
        "actor": _parts("actor", ("external", "internal", "partner")),
        "action": _parts("action", ACTIONS),
        "asset": {
            "type": "object",
            "required": ["assets"],
            "properties": {
                "assets": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["variety"],
                        "properties": {"variety": {"enum": sorted(enumerations()["asset.assets.variety"])}},
                    },
                }
            },
        },
        "attribute": {"type": "object", "minProperties": 1},
        "discovery_method": _parts("discovery_method", ("external", "internal", "partner")),
        "timeline": {
            "type": "object",
            "required": ["incident"],
            "properties": {"incident": {"type": "object", "required": ["year"]}},
        },
        "impact": {"type": "object", "required": ["iso_currency_code"]},
        "plus": {"type": "object", "required": ["secunity"]},
    },
}
MISP: dict[str, Any] = {
    "type": "object",
    "required": ["response"],
    "properties": {
        "response": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["Event"],
                "properties": {
                    "Event": {
                        "type": "object",
                        "required": ["uuid", "info", "date", "threat_level_id", "analysis", "distribution"],
                        "properties": {
                            "uuid": UUID,
                            "info": {"type": "string", "minLength": 1},
                            "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
                            "timestamp": {"type": "string", "pattern": r"^\d+$"},
                            "threat_level_id": {"enum": ["1", "2", "3", "4"]},
                            "analysis": {"enum": ["0", "1", "2"]},
                            "distribution": {"enum": ["0", "1", "2", "3", "4"]},
                            "Attribute": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["uuid", "type", "category", "value", "to_ids"],
                                    "properties": {
                                        "uuid": UUID,
                                        "type": {"enum": ["link", "comment", "text"]},
                                        "category": {"enum": ["External analysis", "Other", "Attribution"]},
                                        "value": {"type": "string", "minLength": 1},
                                        "to_ids": {"type": "boolean"},
                                    },
                                },
                            },
                        },
                    }
                },
            },
        }
    },
}

"""The parameters of the lists, as OpenAPI describes them."""

from typing import Any

from search.forms import LARGEST_SIZE, LONGEST_TEXT, SORTS


def _filter(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "description": f"{description} Repeatable: any of the values.",
        "required": False,
        "schema": {"type": "array", "items": {"type": "string"}},
        "style": "form",
        "explode": True,
        "example": [example],
    }


def _number(name: str, description: str, default: int, largest: int | None = None) -> dict[str, Any]:
    limits = {"maximum": largest} if largest else {}
    schema = {"type": "integer", "minimum": 1, "default": default, **limits}
    return {"in": "query", "name": name, "description": description, "required": False, "schema": schema}


FILTERS: list[dict[str, Any]] = [
    {
        "in": "query",
        "name": "q",
        "description": 'Words to look for, Japanese or English; 「」 or "" around a phrase, - before an unwanted one.',
        "required": False,
        "schema": {"type": "string", "maxLength": LONGEST_TEXT},
        "example": "メール 暗号化",
    },
    _filter("region", "Area of a METI bureau (see /regions), or not_stated.", "kinki"),
    _filter("prefecture", "Code of JIS X 0401 (01 to 47), or not_stated.", "27"),
    _filter("mic_area", "Area of a communications bureau (eleven).", "kinki"),
    _filter("industry", "JSIC division letter or group code (see /industries), or not_stated.", "E"),
    _filter("incident_type", "Kind of incident (see /incident-types).", "ransomware"),
    _filter("size_band", "small, medium, upper, large, or not_stated.", "medium"),
    _filter("response_type", "phone_remote, on_site or own.", "on_site"),
    _filter("year", "Year in which it happened, four digits.", "2024"),
    _filter("lang", "Language of the text, ja or en; a single one is also the language of the answer.", "ja"),
]
CASE_FILTERS: list[dict[str, Any]] = [
    *FILTERS,
    _filter("entry_route", "How somebody or something got in.", "vpn"),
    _filter("damage_band", "Band of the damage in yen, or not_stated.", "not_stated"),
    _filter("has_practice", "yes: only cases that name a practice which bears on them.", "yes"),
]
PAGING: list[dict[str, Any]] = [
    {
        "in": "query",
        "name": "sort",
        "description": "Best match first, or newest first (always so without words).",
        "required": False,
        "schema": {"type": "string", "enum": list(SORTS), "default": SORTS[0]},
    },
    _number("page", "Page of the list, from 1.", 1),
    _number("size", "Results on a page.", 20, LARGEST_SIZE),
]
LIST: list[dict[str, Any]] = [*FILTERS, *PAGING]
MEETING_LIST: list[dict[str, Any]] = [*LIST, _filter("working_group", "Code of a working group.", "sme")]
CASE_LIST: list[dict[str, Any]] = [*CASE_FILTERS, *PAGING]

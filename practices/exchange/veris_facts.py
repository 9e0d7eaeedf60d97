"""A VERIS record in the words of a report of this hub; what has no place there stays in the raw record."""

import re
from collections.abc import Mapping
from typing import Any

# NAICS sectors to divisions of the JSIC: this project's own, approximate; the longest key that fits decides.
INDUSTRIES = {
    code: division
    for division, codes in {
        "A": "11",
        "B": "114",
        "C": "21",
        "D": "23",
        "E": "31 32 33",
        "F": "22",
        "G": "51",
        "H": "48 49",
        "I": "42 44 45",
        "J": "52",
        "K": "53",
        "L": "54 55",
        "M": "72",
        "N": "71 812",
        "O": "61",
        "P": "62",
        "R": "56 81",
        "S": "92",
    }.items()
    for code in codes.split()
}
# Only bands that lie within one of this hub's; "11 to 100" and "101 to 1000" do not.
SIZES = {
    "1 to 10": "small",
    "Large": "large",
    "1001 to 10000": "large",
    "10001 to 25000": "large",
    "25001 to 50000": "large",
    "50001 to 100000": "large",
    "Over 100000": "large",
}
# (path, word, incident type); an incident may be of several types.
TYPES = (
    ("action.malware.variety", "Ransomware", "ransomware"),
    ("action.malware.vector", "Email attachment", "malware_mail"),
    ("action.malware.vector", "Email link", "malware_mail"),
    ("action.malware.vector", "Partner", "supply_chain"),
    ("action.hacking.vector", "Partner", "supply_chain"),
    ("action.malware.vector", "Software update", "supply_chain"),
    ("action.hacking.variety", "Exploit vuln", "vuln_exploit"),
    ("action.hacking.variety", "Exploit misconfig", "vuln_exploit"),
    ("action.hacking.variety", "Use of stolen creds", "unauth_login"),
    ("action.hacking.variety", "Brute force", "unauth_login"),
    ("action.social.variety", "Phishing", "phishing"),
    ("action.social.variety", "Pretexting", "bec"),
    ("attribute.integrity.variety", "Defacement", "web_tamper"),
    ("action.hacking.variety", "SQLi", "web_tamper"),
    ("action.hacking.variety", "XSS", "web_tamper"),
    ("action.hacking.variety", "DoS", "ddos"),
    ("action.malware.variety", "Spam", "mail_abuse"),
    ("action.misuse.variety", "Unapproved hardware", "byod_shadow"),
    ("action.misuse.variety", "Unapproved software", "byod_shadow"),
    ("action.error.variety", "Loss", "loss_theft"),
    ("action.physical.variety", "Theft", "loss_theft"),
    ("action.social.variety", "Scam", "support_scam"),
    ("action.hacking.variety", "Prompt injection", "ai_risk"),
    ("action.social.variety", "Propaganda", "geopolitical"),
)
# Where none of these fits, the kind of action says at least this much.
LAST_RESORT = (("malware", "malware_other"), ("misuse", "insider"), ("error", "human_error"))
ROUTES = (
    ("action.hacking.vector", "VPN", "vpn"),
    ("action.malware.vector", "Email attachment", "mail"),
    ("action.malware.vector", "Email link", "mail"),
    ("action.social.vector", "Email", "mail"),
    ("action.hacking.variety", "Use of stolen creds", "credentials"),
    ("action.hacking.variety", "Brute force", "credentials"),
    ("action.hacking.vector", "Partner", "supply_chain"),
    ("action.hacking.vector", "Web application", "web"),
    ("action.malware.vector", "Web application - drive-by", "web"),
    ("action.malware.vector", "Removable media", "removable_media"),
    ("action.error.variety", "Misconfiguration", "misconfiguration"),
    ("action.error.variety", "Publishing error", "misconfiguration"),
    ("action.physical.variety", "Theft", "physical"),
    ("action.error.variety", "Loss", "physical"),
    ("action.misuse.variety", "Privilege abuse", "insider"),
)
CONFIDENCE = {"High": "high", "Medium": "medium", "Low": "low"}
# How it was noticed, as 1.3.0 to 1.3.3 wrote it: one text.
OLD_WAYS = {"Ext": "external", "Int": "internal", "Prt": "partner"}


def facts_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The structured answers of a report that this record gives; nothing is guessed that it does not say."""
    facts = {
        "occurred": _period(at(record, "timeline.incident")),
        "noticed": "",
        "industry": _industry(at(record, "victim.industry")),
        "size_band": SIZES.get(str(at(record, "victim.employee_count")), ""),
        "incident_types": _types(record),
        "entry_route": next((route for path, word, route in ROUTES if word in words(record, path)), "unknown"),
        "starting_point": "partner" if isinstance(at(record, "actor.partner"), Mapping) else "unknown",
        "noticed_by": _noticed_by(record.get("discovery_method")),
        "veris_actions": _actions(record),
        "veris_actors": _keys(record.get("actor")),
        "veris_assets": _words_of(record, "asset.assets.variety"),
        "veris_attributes": _keys(record.get("attribute")),
        "records_count": _number(at(record, "attribute.confidentiality.data_total")),
        "confidence": CONFIDENCE.get(str(record.get("confidence")), ""),
    }
    return {key: value for key, value in facts.items() if value not in ("", None, [], "unknown")}


def texts_of(record: Mapping[str, Any]) -> dict[str, str]:
    """The free texts of a report that this record gives."""
    summary = _text(record.get("summary"))
    texts = {
        "title": _title(summary),
        "victim": _text(at(record, "victim.victim_id")),
        "what_happened": summary,
        "how_noticed": _text(record.get("discovery_notes")),
        "damage": _text(at(record, "impact.notes")),
        "cause": _notes(record, "action"),
        "lesson": _text(record.get("corrective_action")),
        "source_note": _text(record.get("reference")),
    }
    return {key: value for key, value in texts.items() if value}


def at(record: Any, path: str) -> Any:
    """The value at a field path; None where there is none."""
    for key in path.split("."):
        record = record.get(key) if isinstance(record, Mapping) else None
    return record


def words(record: Mapping[str, Any], path: str) -> list[str]:
    """The words at a path, whether it holds a list or one."""
    value = at(record, path)
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _period(given: Any) -> str:
    """ "2014", "2014-11" or "2014-11-03"; empty where the year is none."""
    if not isinstance(given, Mapping):
        return ""
    parts = [given.get("year"), given.get("month"), given.get("day")]
    known = [part for part in parts if isinstance(part, int)]
    if not known or parts[0] is None or not 1900 <= known[0] <= 2100:
        return ""
    text = f"{known[0]:04d}" + "".join(f"-{part:02d}" for part in known[1:])
    return text if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text) else f"{known[0]:04d}"


def _industry(code: Any) -> str:
    text = str(code or "")
    return next((INDUSTRIES[text[:length]] for length in (3, 2) if text[:length] in INDUSTRIES), "")


def _types(record: Mapping[str, Any]) -> list[str]:
    found = dict.fromkeys(kind for path, word, kind in TYPES if word in words(record, path))
    if not found:
        kinds = _keys(record.get("action"))
        found = dict.fromkeys(kind for action, kind in LAST_RESORT if action in kinds)
    if str(record.get("security_incident")) in {"Suspected", "Near miss"}:
        found["suspicious"] = None
    return list(found) or ["other"]


def _actions(record: Mapping[str, Any]) -> list[str]:
    """ "malware.Ransomware" for each variety, "malware" where none is given."""
    found = []
    for action in _keys(record.get("action")):
        varieties = words(record, f"action.{action}.variety")
        found += [f"{action}.{variety}" for variety in varieties] or [action]
    return found


def _noticed_by(method: Any) -> str:
    if isinstance(method, str):
        return OLD_WAYS.get(method.split(" ")[0], "")
    return next((way for way in ("internal", "external", "partner") if way in _keys(method)), "")


def _keys(value: Any) -> list[str]:
    return [str(key) for key in value] if isinstance(value, Mapping) else []


def _words_of(record: Mapping[str, Any], path: str) -> list[str]:
    """The words of a list of objects."""
    *parents, key = path.split(".")
    rows = at(record, ".".join(parents))
    rows = rows if isinstance(rows, list) else []
    return [str(row[key]) for row in rows if isinstance(row, Mapping) and row.get(key)]


def _notes(record: Mapping[str, Any], section: str) -> str:
    parts = record.get(section)
    rows = parts.values() if isinstance(parts, Mapping) else []
    return "\n".join(filter(None, (_text(row.get("notes")) for row in rows if isinstance(row, Mapping))))


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _title(summary: str) -> str:
    first = re.split(r"(?<=[。.!?！？])\s|\n", summary, maxsplit=1)[0]
    return first if len(first) <= 80 else first[:79] + "…"

"""What is odd about a VERIS record: unknown words, wrong shapes, dates that cannot be, codes that miss the text."""

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from practices.exchange.records import Problem
from practices.exchange.veris_words import COUNTRY, CURRENCY, enumerations, is_number

NEEDED = ("incident_id", "schema_version", "security_incident", "summary", "victim", "action")
KNOWN = frozenset(
    {
        *NEEDED,
        *("reference", "source_id", "campaign_id", "confidence", "timeline", "actor", "asset", "attribute", "targeted"),
        *("discovery_method", "discovery_notes", "value_chain", "impact", "notes", "plus", "extra", "subsets", "ioc"),
        *("corrective_action", "cost_corrective_action", "control_failure", "schema_name"),
    }
)
OLD_DISCOVERY = re.compile(r"(Ext|Int|Prt) - .+|Unknown|Other")
DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_-])")

PATTERNS = ((".country", COUNTRY), ("iso_currency_code", CURRENCY), ("discovery_method", OLD_DISCOVERY))
# What a text plainly speaks of, and the codes of which one should then be there.
TEXT_AND_CODES = (
    (re.compile(r"\bransomware|ランサム", re.I), {"Ransomware", "Extortion"}, "ransomware"),
    (re.compile(r"\bphishing|フィッシング", re.I), {"Phishing", "Pretexting"}, "phishing"),
    (re.compile(r"\bddos\b|denial.of.service|サービス妨害", re.I), {"DoS"}, "denial of service"),
    (re.compile(r"\bsql.injection|SQLインジェクション", re.I), {"SQLi"}, "SQL injection"),
    (re.compile(r"\bdefac(?:ed|ement)|改ざん", re.I), {"Defacement", "Modify data", "Misrepresentation"}, "defacement"),
    (re.compile(r"\bstolen laptop|theft of (?:a|the) laptop|盗難", re.I), {"Theft"}, "theft"),
)

Day = tuple[int, int, int]


def lint(record: Mapping[str, Any], name: str, today: dt.date) -> list[Problem]:
    """Every oddity of one record, by field path; none of them stops it from being taken in."""
    found = [*_missing(record), *_unknown_keys(record), *_words(record), *_dates(record, today), *_codes(record)]
    return [Problem(name, field, code, values) for field, code, values in found]


Oddity = tuple[str, str, dict[str, Any]]


def _missing(record: Mapping[str, Any]) -> Iterator[Oddity]:
    for key in NEEDED:
        if not record.get(key):
            yield key, "missing", {}


def _unknown_keys(record: Mapping[str, Any]) -> Iterator[Oddity]:
    for key in sorted(record.keys() - KNOWN):
        yield key, "unknown_key", {}


def _words(value: Any, path: str = "") -> Iterator[Oddity]:
    """Unknown words and values of the wrong kind, wherever they stand."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _words(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for each in value:
            yield from _words(each, path)
    else:
        yield from _word(value, path)


def _word(value: Any, path: str) -> Iterator[Oddity]:
    if not _is_known(value, path):
        yield path, "unknown_word", {"word": str(value)[:80]}
    elif is_number(path) and (isinstance(value, bool) or not isinstance(value, int | float)):
        yield path, "no_number", {"word": str(value)[:80]}


def _is_known(value: Any, path: str) -> bool:
    """Whether the word may stand at this path; where no list of words is kept, every word may."""
    words = enumerations().get(path)
    if words is not None:
        return isinstance(value, str) and value in words
    pattern = next((pattern for end, pattern in PATTERNS if path.endswith(end)), None)
    return pattern is None or bool(pattern.fullmatch(str(value)))


def _dates(record: Mapping[str, Any], today: dt.date) -> Iterator[Oddity]:
    """An impossible or future day, and an incident that begins after a source already told of it."""
    given = _at(record, "timeline.incident")
    if not isinstance(given, Mapping) or not isinstance(given.get("year"), int):
        yield "timeline.incident.year", "missing", {}
        return
    first = _first_day(given)
    if first is None:
        yield "timeline.incident", "no_date", {"date": _written(given)}
        return
    if first > (today.year, today.month, today.day):
        yield "timeline.incident", "future", {"date": _written(given)}
    for field, day in _sources(record):
        if first > day:
            yield "timeline.incident", "after_source", {"date": _written(given), "source": field, "day": _iso(day)}


def _sources(record: Mapping[str, Any]) -> Iterator[tuple[str, Day]]:
    """(field, last day it can mean) of everything that was written about the incident."""
    told = _at(record, "plus.timeline.notification")
    if isinstance(told, Mapping) and (day := _last_day(told)):
        yield "plus.timeline.notification", day
    made = re.match(r"(\d{4})-(\d\d)-(\d\d)", str(_at(record, "plus.created") or ""))
    if made:
        yield "plus.created", (int(made[1]), int(made[2]), int(made[3]))
    days = [(int(y), int(m), int(d or 31)) for y, m, d in DATE_IN_ADDRESS.findall(str(record.get("reference") or ""))]
    if days:
        yield "reference", min(days)


def _codes(record: Mapping[str, Any]) -> Iterator[Oddity]:
    """Codes that miss what the text plainly speaks of, and parts that contradict one another."""
    text = str(record.get("summary") or "")
    codes = json.dumps([record.get("action"), record.get("attribute")], ensure_ascii=False)
    for pattern, wanted, subject in TEXT_AND_CODES:
        if pattern.search(text) and not any(f'"{code}"' in codes for code in wanted):
            yield "summary", "codes_miss_text", {"subject": subject, "codes": ", ".join(sorted(wanted))}
    disclosed = _at(record, "attribute.confidentiality.data_disclosure")
    if disclosed == "Yes" and str(record.get("security_incident")) in {"Near miss", "False positive"}:
        yield "security_incident", "contradiction", {"other": "attribute.confidentiality.data_disclosure"}


def _at(record: Any, path: str) -> Any:
    for key in path.split("."):
        record = record.get(key) if isinstance(record, Mapping) else None
    return record


def _first_day(given: Mapping[str, Any]) -> Day | None:
    return _day(given, 1, lambda _year, _month: 1)


def _last_day(given: Mapping[str, Any]) -> Day | None:
    return _day(given, 12, lambda year, month: calendar.monthrange(year, month)[1])


def _day(given: Mapping[str, Any], month: int, day_of: Any) -> Day | None:
    """The day meant, where parts are missing with `month` and the day `day_of` gives; None where there is none."""
    try:
        year, month = int(given["year"]), int(given.get("month") or month)
        meant = dt.date(year, month, int(given.get("day") or day_of(year, month)))
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        return None
    return meant.year, meant.month, meant.day


def _written(given: Mapping[str, Any]) -> str:
    return "-".join(str(given[part]) for part in ("year", "month", "day") if part in given)


def _iso(day: Day) -> str:
    return "-".join(f"{part:02d}" for part in day)

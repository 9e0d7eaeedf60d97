"""What is odd about a record is said with its field; a clean record is left in peace."""

import datetime as dt
from typing import Any

import pytest

from practices.exchange import lint, read_veris
from tests.practices.exchange.records import lines, record

TODAY = dt.date(2026, 6, 1)


def said(**changed: Any) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in lint(record(**changed), "A1B2", TODAY)}


def test_whole_record_has_no_problem() -> None:
    assert said() == set()


@pytest.mark.parametrize("key", ["incident_id", "schema_version", "security_incident", "summary", "victim", "action"])
def test_missing_section_is_named(key: str) -> None:
    assert (key, "missing") in said(**{key: None})


def test_unknown_key_is_named() -> None:
    assert said(house_rule=1) == {("house_rule", "unknown_key")}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"security_incident": "Perhaps"}, "security_incident"),
        ({"victim": {"country": ["Japan"]}}, "victim.country"),
        ({"asset": {"assets": [{"variety": "S - Teapot"}]}}, "asset.assets.variety"),
        ({"discovery_method": {"internal": {"variety": ["Cat"]}}}, "discovery_method.internal.variety"),
        ({"action": {"malware": {"variety": ["Ransomware", "Gremlin"]}}}, "action.malware.variety"),
        ({"discovery_method": "By chance"}, "discovery_method"),
    ],
)
def test_unknown_word_is_named_with_its_field(changed: dict[str, Any], field: str) -> None:
    assert (field, "unknown_word") in said(**changed)


def test_words_that_1_3_had_are_known() -> None:
    old = {"schema_version": "1.3.2", "discovery_method": "Ext - law enforcement"}
    action = {"malware": {"variety": ["Ransomware"], "vector": ["Web drive-by"]}}
    assert said(**old, action=action) == set()


def test_text_where_a_number_belongs_is_named() -> None:
    assert said(asset={"assets": [{"variety": "S - File", "amount": "many"}]}) == {("asset.assets.amount", "no_number")}


@pytest.mark.parametrize(
    ("incident", "code"),
    [
        ({"year": 2026, "month": 7}, "future"),
        ({"year": 2024, "month": 2, "day": 30}, "no_date"),
        ({"year": 2024, "month": 13}, "no_date"),
        ({"month": 6}, "missing"),
        ({"year": "2024"}, "missing"),
    ],
)
def test_date_that_cannot_be_is_named(incident: dict[str, Any], code: str) -> None:
    assert code in {problem for _field, problem in said(timeline={"incident": incident})}


@pytest.mark.parametrize(
    "source",
    [
        {"plus": {"created": "2023-01-05T00:00:00Z"}},
        {"plus": {"timeline": {"notification": {"year": 2024, "month": 5}}}},
        {"reference": "https://news.example/2024/05/31/story"},
    ],
)
def test_incident_later_than_its_source_is_named(source: dict[str, Any]) -> None:
    assert said(**source) == {("timeline.incident", "after_source")}


@pytest.mark.parametrize(
    "source",
    [
        {"plus": {"timeline": {"notification": {"year": 2024}}}},
        {"reference": "https://news.example/2024/06/story?id=2019"},
        {"reference": "https://news.example/20190504-17/"},
    ],
)
def test_source_of_the_same_time_is_no_problem(source: dict[str, Any]) -> None:
    assert said(**source) == set()


@pytest.mark.parametrize(
    ("summary", "action"),
    [
        ("A phishing mail came first.", {"hacking": {"variety": ["SQLi"]}}),
        ("受注システムがランサムウェアで止まった。", {"error": {"variety": ["Loss"]}}),
        ("A DDoS stopped the site.", {"malware": {"variety": ["Worm"]}}),
    ],
)
def test_codes_that_miss_the_text_are_named(summary: str, action: dict[str, Any]) -> None:
    assert said(summary=summary, action=action) == {("summary", "codes_miss_text")}


def test_near_miss_with_disclosed_data_contradicts_itself() -> None:
    attribute = {"confidentiality": {"data_disclosure": "Yes"}}
    found = said(security_incident="Near miss", attribute=attribute)
    assert ("security_incident", "contradiction") in found


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {"a": 1}, [[{}]], {"": {"": []}}])
@pytest.mark.parametrize("key", [*record(), "impact", "reference"])
def test_no_shape_whatever_stops_the_reading(key: str, value: Any) -> None:
    changed = record(**{key: value})
    lint(changed, "A1B2", TODAY)
    read_veris(lines(changed))

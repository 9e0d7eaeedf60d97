"""A record in the words of a report."""

from typing import Any

import pytest

from practices.exchange import facts_of, texts_of
from tests.practices.exchange.records import record


def test_record_becomes_facts() -> None:
    assert facts_of(record()) == {
        "occurred": "2024-06",
        "industry": "E",
        "size_band": "small",
        "incident_types": ["ransomware", "malware_mail"],
        "entry_route": "mail",
        "noticed_by": "internal",
        "veris_actions": ["malware.Ransomware"],
        "veris_actors": ["external"],
        "veris_assets": ["S - File", "U - Desktop"],
        "veris_attributes": ["availability"],
    }


def test_record_becomes_texts() -> None:
    texts = texts_of(record(reference="https://news.example/a", action={"malware": {"notes": "Old VPN."}}))
    assert texts["victim"] == "Fictional Springs"
    assert texts["what_happened"] == record()["summary"]
    assert (texts["cause"], texts["source_note"]) == ("Old VPN.", "https://news.example/a")


@pytest.mark.parametrize(
    ("incident", "occurred"),
    [
        ({"year": 2024}, "2024"),
        ({"year": 2024, "month": 6, "day": 3}, "2024-06-03"),
        ({"year": 2024, "month": 99}, "2024"),
        ({"year": "2024"}, None),
        ({"year": 3}, None),
    ],
)
def test_time_keeps_its_fidelity(incident: dict[str, Any], occurred: str | None) -> None:
    assert facts_of(record(timeline={"incident": incident})).get("occurred") == occurred


@pytest.mark.parametrize(("count", "band"), [("11 to 100", None), ("Unknown", None), ("Over 100000", "large")])
def test_size_is_taken_only_where_it_lies_within_one_band(count: str, band: str | None) -> None:
    assert facts_of(record(victim={"employee_count": count})).get("size_band") == band


@pytest.mark.parametrize(("code", "division"), [("812", "N"), ("81", "R"), ("000000", None), (None, None)])
def test_longest_industry_code_decides(code: str | None, division: str | None) -> None:
    assert facts_of(record(victim={"industry": code})).get("industry") == division


def test_incident_that_fits_no_type_is_other() -> None:
    assert facts_of(record(action={"unknown": {}}))["incident_types"] == ["other"]


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {"a": 1}, [[{}]]])
@pytest.mark.parametrize("key", list(record()))
def test_no_shape_whatever_stops_the_mapping(key: str, value: Any) -> None:
    changed = record(**{key: value})
    facts_of(changed)
    assert all(isinstance(text, str) for text in texts_of(changed).values())

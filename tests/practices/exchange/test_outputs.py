"""Released cases written for other programs: valid in each form, whole when read back."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import stix2
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from stix2validator import ValidationOptions, validate_string

from practices.exchange import UnreadableFileError, facts_of, lint, read_veris, texts_of
from practices.exchange.outputs import FORMS
from practices.exchange.public import SCHEMA_VERSION, TEXT_FIELDS, Record, public_record
from practices.exchange.stix_out import IMPACT, INCIDENT_CORE, OWN, TLP, TLP_EXTENSION
from practices.exchange.veris_words import enumerations
from tests.practices.exchange.output_schemas import MISP, VERIS
from tests.practices.exchange.public_records import BARE, WHOLE, export, record

WRITTEN_WORDS = st.dictionaries(
    st.sampled_from(TEXT_FIELDS), st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40)
)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_read_back_whole(form: str) -> None:
    given_cases = export()
    assert FORMS[form].read(FORMS[form].write(given_cases)) == list(given_cases.records)


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=20)
@given(ja=WRITTEN_WORDS, en=WRITTEN_WORDS)
def test_any_words_come_back_as_they_were(form: str, ja: dict[str, str], en: dict[str, str]) -> None:
    texts = {"ja": {"title": "題", **ja}, "en": {"title": "Title", **en}}
    whole = record(texts=texts)
    assert FORMS[form].read(FORMS[form].write(export(whole))) == [whole]


@pytest.mark.parametrize("form", ["json", "csv", "stix", "misp", "veris"])
def test_every_file_says_what_it_is(form: str) -> None:
    text = FORMS[form].write(export(record(), region=["kinki"]))
    plain = text.replace('\\"', '"').replace('\\"', '"').replace("\\\\", "")
    for said in ("CC-BY-4.0", "2026-11-25", "secunity-cases", SCHEMA_VERSION, "kinki", "https://hub.example"):
        assert said in plain


@pytest.mark.parametrize("form", FORMS)
def test_file_is_written_while_its_cases_are_read(form: str) -> None:
    read: list[str] = []

    def cases() -> Iterator[Record]:
        for number in range(50):
            read.append(f"case{number}")
            yield {**record(), "id": read[-1]}

    pieces = FORMS[form].pieces({**export().about, "cases": 50}, cases())
    text = "".join(next(pieces) for _ in range(20))
    assert len(read) <= 20, "a piece is of one case at most"
    assert [each["id"] for each in FORMS[form].read(text + "".join(pieces))] == read


@pytest.mark.parametrize("form", FORMS)
def test_no_case_at_all_is_a_file_too(form: str) -> None:
    nothing = export()
    empty = type(nothing)((), nothing.exported, nothing.hub)
    assert FORMS[form].read(FORMS[form].write(empty)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["", "{", "[1]", '{"objects": [{"type": "incident"}]}', "a,b\n1,2"])
def test_foreign_file_is_refused_or_has_no_case(form: str, text: str) -> None:
    with pytest.raises(UnreadableFileError):
        FORMS[form].read(text)


def test_spreadsheet_gets_no_formula() -> None:
    import csv

    text = FORMS["csv"].write(export())
    assert text.startswith("\ufeff# schema")
    body = text[text.index("id,url") :]
    cells = [cell for row in csv.reader(io.StringIO(body, newline="")) for cell in row]
    assert "'=VPN装置からの侵入" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_stix_bundle_is_valid() -> None:
    results = validate_string(FORMS["stix"].write(export()), ValidationOptions(version="2.1"))
    assert results.is_valid, [str(error) for error in results.errors]


def test_stix_incident_has_core_impact_and_markings() -> None:
    bundle = json.loads(FORMS["stix"].write(export(record())))
    stix2.parse(bundle, allow_custom=True)
    by_type: dict[str, list[Any]] = {}
    for each in bundle["objects"]:
        by_type.setdefault(each["type"], []).append(each)
    (incident,) = by_type["incident"]
    core = incident["extensions"][INCIDENT_CORE]
    assert (core["determination"], core["investigation_status"]) == ("confirmed", "closed")
    assert core["incident_types"] == ["ransomware", "vuln-exploit"]
    assert core["impact_refs"] == [impact["id"] for impact in by_type["impact"]]
    monetary = by_type["impact"][0]["extensions"]
    assert monetary[IMPACT] == {"extension_type": "new-sdo"}
    amounts = monetary[OWN]["monetary"]
    assert (amounts["min_amount"], amounts["max_amount"], amounts["currency"]) == (1000001, 5000000, "jpy")
    clear = f"marking-definition--{TLP['CLEAR']}"
    assert clear in incident["object_marking_refs"]
    (marking,) = [each for each in by_type["marking-definition"] if each["id"] == clear]
    assert marking["extensions"][TLP_EXTENSION]["tlp_2_0"] == "clear"
    assert {each["name"] for each in by_type["attack-pattern"]} == {"T1486", "T1133"}


@pytest.mark.parametrize(
    "changed",
    [
        {"source": {"name": "経済産業省"}},
        {"source": {"url": "https://www.example.jp/"}},
        {"source": {}, "url": None},
        {"damage_band": "over_100m", "damage_range": [100000001, None]},
        {"damage_band": "none", "damage_range": [0, 0]},
        {"damage_yen": 0},
    ],
)
def test_stix_bundle_is_valid_whatever_a_case_leaves_open(changed: dict[str, Any]) -> None:
    given_cases = export(record(**changed))
    text = FORMS["stix"].write(given_cases)
    assert validate_string(text, ValidationOptions(version="2.1")).is_valid
    assert FORMS["stix"].read(text) == list(given_cases.records)


def test_stix_ids_stay_the_same_from_export_to_export() -> None:
    first, second = (json.loads(FORMS["stix"].write(export())) for _time in range(2))
    assert first == second


def test_veris_records_fit_its_shape_and_words() -> None:
    records = json.loads(FORMS["veris"].write(export()))
    for each in records:
        Draft202012Validator(VERIS).validate(each)
    whole = records[0]
    assert set(whole["action"]["malware"]["variety"]) == {"Ransomware"}
    assert whole["action"]["hacking"] == {"variety": ["Exploit vuln"], "vector": ["VPN"]}
    assert whole["impact"] == {
        "overall_min_amount": 1000001,
        "overall_max_amount": 5000000,
        "iso_currency_code": "JPY",
    }
    assert whole["timeline"] == {"incident": {"year": 2024}}
    assert "timeline" not in records[1]


def test_import_of_this_hub_reads_what_the_export_wrote() -> None:
    import datetime as dt

    (read, _bare) = read_veris(FORMS["veris"].write(export()).encode())
    assert read.record is not None
    facts = facts_of(read.record)
    assert (facts["entry_route"], facts["noticed_by"], facts["confidence"]) == ("vpn", "internal", "high")
    assert set(facts["incident_types"]) == {"ransomware", "vuln_exploit"}
    assert (facts["occurred"], facts["industry"]) == ("2024", "E")
    assert set(facts["veris_actions"]) == set(WHOLE["veris"]["actions"])
    assert texts_of(read.record)["what_happened"].startswith("=VPN装置からの侵入")
    problems = lint(read.record, "1", dt.date(2026, 11, 25))
    assert not [problem for problem in problems if problem.code in {"unknown_key", "unknown_word", "no_number"}]


@pytest.mark.parametrize("kind", ["ransomware", "bec", "insider", "other", "loss_theft", "ddos"])
def test_case_without_codes_gets_those_of_its_kind(kind: str) -> None:
    (made,) = json.loads(FORMS["veris"].write(export(record(veris={}, incident_types=[kind]))))
    for action, parts in made["action"].items():
        for part, words in parts.items():
            assert set(words) <= enumerations()[f"action.{action}.{part}"]


def test_expected_damage_is_no_loss() -> None:
    expected = export(record(damage_kind="expected"))
    assert "impact" not in json.loads(FORMS["veris"].write(expected))[0]
    bundle = json.loads(FORMS["stix"].write(expected))
    assert [each["impact_category"] for each in bundle["objects"] if each["type"] == "impact"] == ["availability"]


def test_misp_events_fit_their_shape_and_raise_no_alarm() -> None:
    answer = json.loads(FORMS["misp"].write(export()))
    Draft202012Validator(MISP).validate(answer)
    event = answer["response"][0]["Event"]
    assert event["date"] == "2024-04-01"
    assert {"name": "tlp:clear"} in event["Tag"]
    assert {"name": 'veris:action:malware:variety="Ransomware"'} in event["Tag"]
    assert not any(each["to_ids"] for each in event["Attribute"])
    assert answer["response"][1]["Event"]["date"] == "2026-11-01"


def test_record_has_one_spelling() -> None:
    assert public_record(public_record(WHOLE)) == public_record(WHOLE)
    assert public_record({**BARE, "occurred": "", "durations": {"noticed": ""}}) == public_record(BARE)


def test_library_of_a_seldom_form_is_read_when_it_is_written() -> None:
    code = "import sys; import practices.exchange.outputs; print('stix2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"

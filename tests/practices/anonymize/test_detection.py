"""All layers together: any text, valid offsets, bounded time."""

import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.anonymize import Finding, KnownName, detect
from practices.anonymize.propagation import confirmed_in, repeated, strings_of
from tests.practices.anonymize.identifiers import STRUCTURED

REPORT = (
    "2024年3月5日（火）、株式会社近畿精密工業（大阪府東大阪市）の山田太郎課長から、サーバーSV-FILE01が暗号化されたと連絡があった。"
    "送信元は192[.]0[.]2[.]10、検体のハッシュはd41d8cd98f00b204e9800998ecf8427e、悪用された脆弱性はCVE-2023-27997。"
    "被害は約5,500万円、顧客1,250件。連絡先は06-1234-5678、yamada@kinki-seimitsu.co.jp。"
)
PIECES = st.sampled_from(
    [
        *("山田太郎", "株式会社", "㈱", "ｶﾞ", "が", "\u3099", "\u200b", "\ud800", "\x00", "🇯🇵", "😀", "\u202e", "①"),
        *("<b>", "&amp;", "\n", "\r", "︙", "１２３", "-", "@", ".", "[.]", "://", "C:\\Users\\"),
    ]
)
ANY = st.text() | st.lists(PIECES | st.sampled_from(["a", "1", " "]), max_size=40).map("".join)


@pytest.mark.parametrize("recognizer", ["default", "extra"])
def test_report_is_read_completely(recognizer: str) -> None:
    found = {REPORT[f.start : f.end]: f.kind for f in detect(REPORT, recognizer=recognizer) if f.probability >= 0.1}

    assert found["d41d8cd98f00b204e9800998ecf8427e"] == "HASH"
    assert found["CVE-2023-27997"] == "CVE"
    assert found["192[.]0[.]2[.]10"] == "IPV4"
    assert found["SV-FILE01"] == "HOSTNAME"
    assert found["山田太郎"] == "PERSON"
    assert "ORG" in {kind for surface, kind in found.items() if "近畿精密工業" in surface}
    assert {"DATE", "MONEY", "COUNT", "PHONE", "EMAIL", "LOC"} <= set(found.values())


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY, st.sampled_from(["default", "extra"]))
def test_any_text_gives_valid_offsets_in_order(text: str, recognizer: str) -> None:
    end = 0
    for finding in detect(text, recognizer=recognizer, known=[KnownName("山田 太郎", "PERSON")]):
        assert end <= finding.start < finding.end <= len(text)
        assert 0 < finding.probability <= 1
        end = finding.end


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(STRUCTURED)).flatmap(lambda kind: STRUCTURED[kind]))
def test_recogniser_uncovers_no_identifier(generated: str) -> None:
    label, _, value = generated.rpartition("|")
    text = f"昨日、{label}{value}を確認した。"
    covered = {index for f in detect(text) if f.is_masked for index in range(f.start, f.end)}

    start = 3 + len(label)
    assert all(index in covered for index in range(start, start + len(value)) if text[index].isalnum())


def test_known_name_is_found_where_nothing_else_would() -> None:
    text = "詳しくはそらまめへ。"

    assert Finding(4, 8, "ORG", 1.0, "known") in detect(text, known=["そらまめ"])


def test_unknown_recogniser_is_refused() -> None:
    with pytest.raises(ValueError, match="recognizer must be one of"):
        detect("文", recognizer="other")


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "a",
        "a.",
        "-",
        "0-",
        "山",
        "ア",
        "あ",
        "株式会社",
        "1.1.1.",
        "a@",
        "://",
        "C:\\",
        "::",
        "@a",
        "1時",
        "\u3099",
        "<",
        "1丁目",
        "市",
        "第1",
        " ",
    ],
)
def test_time_grows_with_the_text_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        detect(text)
        return time.process_time() - started

    seconds(500)
    assert seconds(16_000) < 12 * seconds(4_000) + 1


def test_importing_it_imports_no_django() -> None:
    code = "import sys, practices.anonymize; sys.exit(bool({'django', 'wagtail', 'sudachipy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sure_name_is_found_again_without_its_surroundings() -> None:
    text = "佐久間部長の指示。次は佐久間が"

    assert [f.start for f in repeated(text, [Finding(0, 3, "PERSON", 0.9)])] == [0, 11]


def test_confirmed_strings_are_found_in_every_field() -> None:
    body = "㈱そらまめの件"
    strings = strings_of(body, [Finding(1, 5, "ORG", 0.9, "recogniser"), Finding(0, 1, "PHONE")])
    fields = {"title": "ソラマメ事件", "file": "soramame_そら まめ.xlsx", "other": "豆"}

    assert {name: bool(found) for name, found in confirmed_in(fields, strings).items()} == {
        "title": True,
        "file": True,
        "other": False,
    }


def test_edge_of_a_sure_name_is_no_finding_of_its_own() -> None:
    text = "昨日、株式会社山田製作所の佐藤部長に連絡した。"

    assert [text[f.start : f.end] for f in detect(text)] == ["株式会社山田製作所", "佐藤"]

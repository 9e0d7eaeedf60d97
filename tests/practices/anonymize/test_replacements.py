import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.anonymize import Finding, Generalisation, Replacements, apply_edits
from practices.anonymize.replacements import defanged, indicator_from
from practices.anonymize.replacements.bands import age_band, count_band, money_band
from practices.anonymize.replacements.numbers import number_in
from practices.anonymize.replacements.periods import PartialDate, date_in, part_of_day, period_of

DETECTED = dt.date(2024, 3, 2)


def test_same_name_keeps_its_letter_in_every_field() -> None:
    table = Replacements()

    assert table.replacement_for("ORG", "株式会社山田製作所") == "A社"
    assert table.replacement_for("ORG", "（株）青木商事") == "B社"
    assert table.replacement_for("ORG", "山田製作所") == "A社"
    assert table.replacement_for("PERSON", "山田太郎") == "担当者A"
    assert table.replacement_for("PERSON", "山田") == "担当者A"
    assert table.replacement_for("HOSTNAME", "web01") == "サーバ1"
    assert table.replacement_for("LOC", "大阪府") == "A県"


def test_letters_start_again_in_the_next_report() -> None:
    assert Replacements().replacement_for("ORG", "青木商事") == Replacements().replacement_for("ORG", "山田製作所")


def test_twenty_seventh_name_gets_two_letters() -> None:
    table = Replacements()
    given_names = [table.replacement_for("ORG", f"会社{index}番") for index in range(28)]

    assert given_names[25:] == ["Z社", "AA社", "AB社"]


@pytest.mark.parametrize("kind", ["HASH", "CVE", "TECHNIQUE"])
def test_kept_kind_has_no_replacement(kind: str) -> None:
    assert Replacements().replacement_for(kind, "x") is None


def test_generalisation_comes_from_the_caller_only() -> None:
    allowed = Generalisation(
        victim_names=frozenset({"株式会社山田製作所"}),
        victim="A社（製造業・従業員100～299人）",
        places={"大阪府": "近畿"},
        detected_on=DETECTED,
    )
    table = Replacements(allowed)

    assert table.replacement_for("ORG", "山田製作所") == "A社（製造業・従業員100～299人）"
    assert table.replacement_for("LOC", "大阪府") == "近畿"
    assert table.replacement_for("DATE", "2024年3月5日") == "検知+3日"


def test_edits_are_ordered_and_explained_and_leave_what_was_decided() -> None:
    text = "山田がCVE-2024-1234を、佐藤が300件を確認"
    findings = [
        Finding(18, 20, "PERSON", 0.9, "recogniser"),
        Finding(0, 2, "PERSON", 1.0, "known"),
        Finding(3, 16, "CVE"),
        Finding(21, 25, "COUNT", 1.0, "structured"),
    ]
    edits = Replacements().edits_for(text, findings)

    assert [(edit.surface, edit.replacement) for edit in edits] == [
        ("山田", "担当者A"),
        ("佐藤", "担当者B"),
        ("300件", "300～999件"),
    ]
    assert [edit.rule for edit in edits] == ["known:PERSON", "recogniser:PERSON", "structured:COUNT"]
    assert all(edit.reason for edit in edits)
    assert apply_edits(text, edits) == "担当者AがCVE-2024-1234を、担当者Bが300～999件を確認"
    assert apply_edits(text, Replacements().edits_for(text, findings, kept=[(0, 2)])).startswith("山田が")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024年3月5日（火）", PartialDate(2024, 3, 5)),
        ("２０２４年３月", PartialDate(2024, 3)),
        ("令和6年3月5日", PartialDate(2024, 3, 5)),
        ("令和元年5月", PartialDate(2019, 5)),
        ("平成三十一年四月", PartialDate(2019, 4)),
        ("R6.3.5", PartialDate(2024, 3, 5)),
        ("2024/3/5", PartialDate(2024, 3, 5)),
        ("20240305", PartialDate(2024, 3, 5)),
        ("March 5, 2024", PartialDate(2024, 3, 5)),
        ("5 Mar 2024", PartialDate(2024, 3, 5)),
        ("3月5日", PartialDate(None, 3, 5)),
        ("5日", PartialDate(None, None, 5)),
        ("二〇二四年三月", PartialDate(2024, 3)),
        ("先日", PartialDate(None)),
    ],
)
def test_date_is_read(written: str, said: PartialDate) -> None:
    assert date_in(written) == said


def test_period_is_no_finer_than_allowed() -> None:
    assert period_of("2024年3月5日", "month") == "2024年3月"
    assert period_of("2024年3月5日", "quarter") == "2024年1～3月"
    assert period_of("2024年3月5日", "year") == "2024年"
    assert period_of("3月2日", "quarter", DETECTED) == "検知日"
    assert period_of("2024年2月30日", "quarter", DETECTED) == "2024年1～3月"
    assert period_of("ある日", "quarter") == "ある時期"


@pytest.mark.parametrize(
    ("written", "part"),
    [("15時30分", "午後"), ("午後11時", "夜"), ("3:05", "未明"), ("午前9時", "午前"), ("半時", "ある時刻")],
)
def test_time_becomes_a_part_of_the_day(written: str, part: str) -> None:
    assert part_of_day(written) == part


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1億2,000万円", 120_000_000),
        ("5,500万", 55_000_000),
        ("三百万", 3_000_000),
        ("十二", 12),
        ("二千二十四", 2024),
        ("1.5億", 150_000_000),
        ("〇円", 0),
        ("なし", None),
    ],
)
def test_number_is_read(written: str, number: int | None) -> None:
    assert number_in(written) == number


def test_bands_hold_the_figure() -> None:
    assert money_band("5,500万円") == "5,000万円超～1億円"
    assert money_band("2億円") == "1億円超"
    assert money_band("80万円") == "100万円以下"
    assert money_band("$500") == "一定額"
    assert count_band("1,250件") == "1,000～4,999件"
    assert count_band("数十名") == "複数名"
    assert age_band("35歳") == "30代"


@given(st.text())
def test_any_text_has_some_band(text: str) -> None:
    for band in (money_band, count_band, age_band, part_of_day):
        assert isinstance(band(text), str)
    assert period_of(text, "month", DETECTED)


def test_indicator_needs_a_reason_and_is_harmless() -> None:
    assert indicator_from("URL", "http://evil.example.com/a", "攻撃元").value == "hxxp://evil[.]example[.]com/a"
    assert defanged("192[.]0[.]2[.]1") == "192[.]0[.]2[.]1"
    with pytest.raises(ValueError, match="reason"):
        indicator_from("URL", "http://evil.example.com/a", " ")
    with pytest.raises(ValueError, match="no kind"):
        indicator_from("PHONE", "03-1234-5678", "理由")

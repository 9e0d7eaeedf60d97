"""Questions as people ask them: what is looked for, and what is a filter."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.eras import era_year, written_years
from search.engines.query import LONGEST_MEANING, Clause, parse, text_of
from search.engines.reading import Name, Vocabulary, read

NAMES = Vocabulary(
    [
        Name("大阪", "prefecture", "27"),
        Name("大阪府", "prefecture", "27"),
        Name("京都", "prefecture", "26"),
        Name("四国", "region", "shikoku"),
        Name("製造業", "industry", "E"),
        Name("病院", "industry", "83"),
    ]
)
TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("製造業", [], {"industry": ("E",)}),
        ("大阪の病院", [], {"prefecture": ("27",), "industry": ("83",)}),
        (
            "四国の製造業でランサムウェアに感染した",
            ["ランサムウェアに感染した"],
            {"region": ("shikoku",), "industry": ("E",)},
        ),
        ("メール 開いたら 暗号化された 製造業", ["メール", "開いたら", "暗号化された"], {"industry": ("E",)}),
        ("大阪府と京都", [], {"prefecture": ("27", "26")}),
        ("令和6年の大阪", [], {"year": ("2024",), "prefecture": ("27",)}),
        ("Ｒ６年 漏えい", ["漏えい"], {"year": ("2024",)}),
        ("平成三十年度", [], {"year": ("2018",)}),
        ("昨年度の病院", [], {"year": ("2025",), "industry": ("83",)}),
        ("2024", [], {"year": ("2024",)}),
        ("2024年3月 病院", ["2024年3月"], {"industry": ("83",)}),
        ("東京都", ["東京都"], {}),
        ("大学病院", ["大学病院"], {}),
        ("大阪電力", ["大阪電力"], {}),
    ],
)
def test_names_become_filters(typed: str, words: list[str], filters: dict[str, tuple[str, ...]]) -> None:
    reading = read(typed, NAMES, TODAY)
    assert [clause.text for clause in reading.clauses] == words
    assert dict(reading.filters) == filters


@pytest.mark.parametrize("typed", ["「大阪」", '"大阪"', "-大阪", "大阪 除く", "NOT 大阪"])
def test_quoted_and_excluded_names_are_words(typed: str) -> None:
    assert read(typed, NAMES, TODAY).filters == {}


def test_a_filter_can_be_taken_off_or_kept_as_a_word() -> None:
    reading = read("大阪の病院 「暗号化」", NAMES)
    (osaka, _hospital) = reading.recognised
    assert osaka.text == "大阪"
    assert read(reading.taken_off(osaka), NAMES).filters == {"industry": ("83",)}
    kept = read(reading.as_word(osaka), NAMES)
    assert kept.filters == {"industry": ("83",)}
    assert set(kept.clauses) == {Clause("大阪", is_phrase=True), Clause("暗号化", is_phrase=True)}


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("京都 ＮＯＴ 旅館", [Clause("京都"), Clause("旅館", is_excluded=True)]),
        ("旅館を除く 京都", [Clause("旅館", is_excluded=True), Clause("京都")]),
        ("京都 旅館 除く", [Clause("京都"), Clause("旅館", is_excluded=True)]),
        ("関東以外の 漏えい", [Clause("関東", is_excluded=True), Clause("漏えい")]),
        ("「京都の旅館」を除く", [Clause("京都の旅館", is_phrase=True, is_excluded=True)]),
        ("除く", [Clause("除く")]),
        ("NOT", []),
        ("cve 2021 44228", [Clause("CVE-2021-44228")]),
        ("ＣＶＥ－２０２１－４４２２８", [Clause("CVE-2021-44228")]),
        ("T1566/001", [Clause("T1566.001")]),
        ("5500 万円", [Clause("5500万円")]),
    ],
)
def test_operators_and_ids_are_read_however_they_are_typed(typed: str, clauses: list[Clause]) -> None:
    assert list(parse(typed)) == clauses


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和元年と平成31年", [2019, 2019]),
        ("昭和64年", [1989]),
        ("令和99年 平成50年 昭和0年", []),
        ("H30年度、S.63年", [2018, 1988]),
        ("大正十五年", [1926]),
        ("XR6年 12024年", []),
    ],
)
def test_years_are_read_in_every_calendar(text: str, years: list[int]) -> None:
    assert [each.year for each in written_years(text)] == years


def test_an_era_has_only_the_years_it_had() -> None:
    assert era_year("平成", 31) == 2019
    assert era_year("平成", 32) == 0
    assert era_year("江戸", 1) == 0


odd = st.text(
    alphabet=st.sampled_from("大阪の病院除く以外NOT令和6年あ漢aA1 　-－「」『』\"“”'\x00\ud800()*:^~\\/[]{}+&|!%_;")
)


@given(odd | st.text())
def test_reading_never_raises_and_is_bounded(typed: str) -> None:
    reading = read(typed, NAMES, TODAY)
    assert sum(len(clause.text) for clause in reading.clauses) <= LONGEST_MEANING
    for recognised in reading.recognised:
        assert recognised not in read(reading.taken_off(recognised), NAMES, TODAY).recognised


@given(odd)
def test_clauses_written_back_are_read_the_same(typed: str) -> None:
    clauses = parse(typed)
    written = text_of(clauses)
    if len(written) <= LONGEST_MEANING:
        assert set(parse(written)) <= {*clauses, *parse(text_of(parse(written)))}
        assert parse(text_of(parse(written))) == parse(written)


ODD = ["あ" * 10_000, '"' * 10_000, "「a" * 5_000, "- " * 5_000, "\x00" * 10_000, "* ? %" * 2_000, "大阪の" * 3_000]


@pytest.mark.parametrize("typed", [*ODD, "' OR 1=1; DROP TABLE x --", "title:(a AND b)^2 ~3 [1 TO *]", "令和" * 5_000])
def test_reading_of_odd_input_takes_no_time(typed: str) -> None:
    started = time.process_time()
    read(typed, NAMES, TODAY)
    assert time.process_time() - started < 0.5

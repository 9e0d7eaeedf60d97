import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from secunity.core.text.formats import (
    format_count,
    format_date,
    format_datetime,
    format_era_date,
    format_occurred,
    format_yen,
)

DAY = dt.date(2020, 10, 15)


def test_date_has_its_weekday() -> None:
    assert format_date(DAY, "ja") == "2020年10月15日（木）"
    assert format_date(DAY, "en") == "Thursday 15 October 2020"


def test_datetime_is_shown_on_tokyo_clocks() -> None:
    moment = dt.datetime(2020, 10, 15, 23, 30, tzinfo=dt.UTC)
    assert format_datetime(moment, "ja") == "2020年10月16日（金） 08:30"
    assert format_datetime(moment, "en") == "Friday 16 October 2020, 08:30"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY, "令和2年10月15日"),
        (dt.date(2019, 5, 1), "令和元年5月1日"),
        (dt.date(2019, 4, 30), "平成31年4月30日"),
        (dt.date(1989, 1, 7), "昭和64年1月7日"),
        (dt.date(1860, 1, 2), "1860年1月2日"),
    ],
)
def test_era_date_counts_from_the_first_year(day: dt.date, expected: str) -> None:
    assert format_era_date(day) == expected


def test_era_date_in_english_keeps_both_years() -> None:
    assert format_era_date(DAY, "en") == "15 October 2020 (Reiwa 2)"
    assert format_era_date(dt.date(1860, 1, 2), "en") == "2 January 1860"


@pytest.mark.parametrize(
    ("yen", "ja", "en"),
    [
        (55_000_000, "5,500万円", "¥55,000,000 (55 million yen)"),
        (120_000_000, "1億2,000万円", "¥120,000,000 (120 million yen)"),
        (1_200_000_000, "12億円", "¥1,200,000,000 (1.2 billion yen)"),
        (123_456_789, "1億2,345万6,789円", "¥123,456,789"),
        (12_345, "12,345円", "¥12,345"),
        (500_000, "50万円", "¥500,000"),
        (0, "0円", "¥0"),
        (-20_000, "-2万円", "-¥20,000"),
        (2_500_000_000_000, "2兆5,000億円", "¥2,500,000,000,000 (2500 billion yen)"),
    ],
)
def test_yen_reads_as_an_amount(yen: int, ja: str, en: str) -> None:
    assert format_yen(yen, "ja") == ja
    assert format_yen(yen, "en") == en


@pytest.mark.parametrize(
    ("occurred", "ja", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-H1", "2024年1～6月", "January–June 2024"),
        ("2024-H2", "2024年7～12月", "July–December 2024"),
        ("2024-Q2", "2024年4～6月", "April–June 2024"),
        ("2024-05", "2024年5月", "May 2024"),
        ("2024-05-13", "2024年5月13日（月）", "Monday 13 May 2024"),
        ("2024-02-30", "2024-02-30", "2024-02-30"),
        ("", "", ""),
        ("2024-13", "2024-13", "2024-13"),
    ],
)
def test_occurred_reads_as_a_period(occurred: str, ja: str, en: str) -> None:
    assert format_occurred(occurred, "ja") == ja
    assert format_occurred(occurred, "en") == en


def test_count_has_separators_and_a_noun() -> None:
    assert format_count(1064, "社") == "1,064社"
    assert format_count(1, language="en", one_en="company", many_en="companies") == "1 company"
    assert format_count(1064, language="en", one_en="company", many_en="companies") == "1,064 companies"
    assert format_count(1064, language="en") == "1,064"


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_yen_never_loses_an_amount(yen: int) -> None:
    text = format_yen(yen).rstrip("円").replace(",", "")
    total = 0
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        if unit in text:
            part, text = text.split(unit)
            total += abs(int(part)) * size
    total += abs(int(text or 0))
    assert total == abs(yen)


def test_filters_follow_the_active_language() -> None:
    template = Template(
        "{% load formats %}{{ day|long_date }}|{{ at|long_datetime }}|{{ day|era_date }}|{{ yen|yen }}"
        "|{{ when|occurred }}|{{ none|long_date }}{{ none|yen }}{{ none|occurred }}|{{ 1064|count_ja:'社' }}"
    )
    at = dt.datetime(2020, 10, 15, 6, 0, tzinfo=dt.UTC)
    context = Context({"day": DAY, "at": at, "yen": 0, "when": "2024-Q2", "none": None})
    with translation.override("ja"):
        assert template.render(context) == (
            "2020年10月15日（木）|2020年10月15日（木） 15:00|令和2年10月15日|0円|2024年4～6月||1,064社"
        )
    with translation.override("en"):
        assert template.render(context).startswith(
            "Thursday 15 October 2020|Thursday 15 October 2020, 15:00|15 October"
        )


def test_long_date_of_a_moment_is_the_local_day() -> None:
    moment = dt.datetime(2020, 10, 15, 23, 30, tzinfo=dt.UTC)
    with translation.override("ja"):
        assert (
            Template("{% load formats %}{{ at|long_date }}").render(Context({"at": moment})) == "2020年10月16日（金）"
        )

"""Names of the hub's own vocabularies in a question become filters."""

import csv

import pytest

from community.models import IndustryDivision, IndustryGroup, Region
from search.engines.base import Query
from search.engines.query import Clause
from search.queries.recognition import WORDS_FILE, filter_vocabulary, preferred, recognise

KEYS = ("region", "prefecture", "industry", "year", "damage_band")

pytestmark = pytest.mark.usefixtures("vocabularies")


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("製造業", {"industry": ("E",)}),
        ("大阪の病院", {"prefecture": ("27",), "industry": ("83",)}),
        ("大阪府", {"prefecture": ("27",)}),
        ("Osaka hospital", {"prefecture": ("27",), "industry": ("83",)}),
        ("近畿 旅館", {"region": ("kinki",), "industry": ("75",)}),
        ("関西地方の銀行", {"region": ("kinki",), "industry": ("62",)}),
        ("中国からの攻撃", {}),
        ("中国地方 令和6年", {"region": ("chugoku",), "year": ("2024",)}),
        ("社員教育", {}),
        ("鉄鋼業", {"industry": ("22",)}),
        ("北海道の会社", {"region": ("hokkaido",)}),
        ("Construction scam", {"industry": ("D",)}),
        ("被害額 1億円以上", {"damage_band": ("over_100m",)}),
        ("５，０００万円を超える 病院", {"damage_band": ("to_100m", "over_100m"), "industry": ("83",)}),
        ("損害 500万円以下", {"damage_band": ("to_1m", "to_5m")}),
        ("百万円未満 5,500万円 「1億円以上」 -1億円以上", {}),
    ],
)
def test_names_are_taken_as_filters(typed: str, filters: dict[str, tuple[str, ...]]) -> None:
    query, taken = recognise(Query(typed), KEYS)
    assert dict(query.filters) == filters
    assert {each.facet for each in taken} == set(filters)
    assert query.text == typed


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (Query("大阪の病院"), {"prefecture": ("27",), "industry": ("83", "P")}),
        (Query("「病院」 -旅館"), {}),
        (Query("製造業"), {"industry": ("E",)}),
        (Query("hospital", language="en"), {"industry": ("83", "P"), "lang": ("en",)}),
        (Query("", language="en"), {"lang": ("en",)}),
        (Query("被害額1億円以上"), {"damage_band": ("over_100m",)}),
        (Query("☆ ' OR 1=1"), {}),
    ],
)
def test_what_the_words_name_is_preferred(query: Query, values: dict[str, tuple[str, ...]]) -> None:
    assert preferred(query) == values


def test_a_filter_that_is_set_already_leaves_the_word_a_word() -> None:
    query, taken = recognise(Query("大阪 ランサムウェア", filters={"prefecture": ("26",)}), KEYS)
    assert (dict(query.filters), taken) == ({"prefecture": ("26",)}, ())
    assert query.clauses == (Clause("大阪"), Clause("ランサムウェア"))


def test_a_facet_that_the_list_has_not_leaves_the_word_a_word() -> None:
    query, taken = recognise(Query("2024年 製造業"), ("industry",))
    assert [each.value for each in taken] == ["E"]
    assert query.clauses == (Clause("2024年"),)


def test_a_bound_of_the_damage_is_one_word_with_several_values() -> None:
    query, taken = recognise(Query("5,000万円以上 VPN"), KEYS)
    assert {each.text for each in taken} == {"5,000万円以上"}
    assert query.clauses == (Clause("VPN"),)
    query, taken = recognise(Query("5,000万円以上 VPN"), ())
    assert query.clauses == (Clause("5,000万円以上"), Clause("VPN"))


def test_every_word_of_the_list_names_a_value_that_exists() -> None:
    with WORDS_FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    industries = {*IndustryDivision.objects.values_list("pk", flat=True)}
    industries |= {*IndustryGroup.objects.values_list("pk", flat=True)}
    known = {"region": {*Region.objects.values_list("pk", flat=True)}, "industry": industries}
    assert len(rows) > 50
    assert [row for row in rows if row["value"] not in known[row["facet"]]] == []
    assert filter_vocabulary() is filter_vocabulary()

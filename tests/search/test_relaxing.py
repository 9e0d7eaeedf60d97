"""Which parts of a question are left out, where it finds nothing: pure, without an engine."""

import pytest

from search.engines.base import Query
from search.engines.query import Clause
from search.engines.relaxing import MOST_TRIED, Chosen, relaxations, relaxed, why_nothing

OKINAWA, MINING = Chosen("region", ("okinawa",)), Chosen("industry", ("B",))
VPN = Query("VPN", filters={"region": ("okinawa",), "industry": ("B",)})


def left(query: Query) -> tuple[str, ...]:
    return (query.text, *sorted(value for values in query.filters.values() for value in values))


def test_each_part_is_left_out_and_one_is_kept() -> None:
    assert [left(each.query) for each in relaxed(VPN)] == [("VPN", "B"), ("VPN", "okinawa"), ("", "B", "okinawa")]
    assert [left(each.query) for each in relaxed(VPN, 2)] == [("VPN",), ("", "B"), ("", "okinawa")]
    assert list(relaxed(VPN, 3)) == []
    assert list(relaxed(Query("VPN"))) == []


def test_all_values_of_a_filter_go_at_once() -> None:
    query = Query("VPN", filters={"region": ("okinawa", "kyushu")})
    assert [each.removed for each in relaxed(query)] == [(Chosen("region", ("okinawa", "kyushu")),), (Clause("VPN"),)]


def test_several_parts_go_only_where_none_alone_helps() -> None:
    totals = {("VPN",): 12, ("", "okinawa"): 3, ("", "B"): 0}
    ways = relaxations(VPN, lambda query: totals.get(left(query), 0))
    assert [(way.relaxed.removed, way.total) for way in ways] == [((OKINAWA, MINING), 12), ((MINING, Clause("VPN")), 3)]
    totals["VPN", "B"] = 1
    (only,) = relaxations(VPN, lambda query: totals.get(left(query), 0))
    assert only.relaxed.removed == (OKINAWA,)


@pytest.mark.parametrize("number", [2, 7, 300])
def test_long_question_costs_no_more_than_so_many_searches(number: int) -> None:
    asked: list[Query] = []

    def nothing(query: Query) -> int:
        asked.append(query)
        return 0

    assert relaxations(Query(" ".join(f"語{n}" for n in range(number)), filters=VPN.filters), nothing) == []
    assert len(asked) <= MOST_TRIED


@pytest.mark.parametrize(
    ("query", "without_filters", "reason"),
    [
        (VPN, 2, "filters"),
        (VPN, 0, "words"),
        (Query("VPN"), 0, "words"),
        (Query(filters=VPN.filters), 0, "filters"),
        (Query(), 0, ""),
    ],
)
def test_reason_is_the_words_or_the_filters(query: Query, without_filters: int, reason: str) -> None:
    assert why_nothing(query, lambda asked: 0 if asked.filters else without_filters) == reason

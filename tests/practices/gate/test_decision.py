"""The gate takes the cheapest level at which enough members could be meant, and says what that costs."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.gate import (
    LADDERS,
    SECTORS,
    SIZE_CLASSES,
    Earlier,
    Level,
    Members,
    Policy,
    Published,
    Subject,
    at_level,
    decide,
    level_of,
)

REGION_OF = {"26": "kinki", "27": "kinki", "13": "kanto", "14": "kanto"}
DIVISION_OF = {"24": "E", "29": "E", "06": "D", "39": "G"}
SUBJECT = Subject("27", "kinki", "24", "E", "medium", "2024-05")
DAY = dt.date(2026, 1, 1)


def member(
    prefecture: str = "27", group: str = "24", size: str = "medium", count: int = 1, published: int = 0
) -> Members:
    regions = frozenset({REGION_OF[prefecture]})
    return Members(frozenset({prefecture}), regions, group, DIVISION_OF[group], size, count, published)


MEMBERS = st.lists(
    st.builds(
        member,
        st.sampled_from(sorted(REGION_OF)),
        st.sampled_from(sorted(DIVISION_OF)),
        st.sampled_from(sorted(SIZE_CLASSES)),
        st.integers(1, 3),
        st.integers(0, 1),
    ),
    max_size=12,
)


def fitting(members: list[Members], published: Published) -> list[Members]:
    return [each for each in members if published.fits(each)]


def passes_plainly(level: Level, members: list[Members], policy: Policy) -> bool:
    """The three rules written down again in the plainest way."""
    fits = fitting(members, at_level(SUBJECT, level))
    count = sum(each.organisations for each in fits)
    return count >= policy.least and sum(each.published for each in fits) + 1 <= policy.most_published * count


def test_enough_of_the_same_kind_are_shown_as_they_are() -> None:
    decision = decide(SUBJECT, [member(count=5)])
    assert decision.outcome == "level"
    assert decision.published == Published("27", "kinki", "24", "E", "", "medium", "", "2024-Q2")
    assert (decision.fit.members, decision.fit.published) == (5, 1)


def test_four_of_the_same_kind_are_too_few() -> None:
    decision = decide(SUBJECT, [member(count=4), member("26")])
    assert decision.published == Published("", "kinki", "24", "E", "", "medium", "", "2024-Q2")


def test_what_is_lost_stands_beside_what_is_gained() -> None:
    decision = decide(SUBJECT, [member(count=2), member("26", count=4)])
    place = next(climb for climb in decision.climbs if climb.dimension == "place")
    assert (place.lost, place.shown, place.cost) == ("prefecture", "region", 2)
    assert (place.fitting_before, place.fitting_after) == (2, 6)
    assert place.reasons


def test_members_with_a_published_case_are_at_most_a_third() -> None:
    crowded = [member(count=6, published=2), member("26", count=20)]
    assert decide(SUBJECT, crowded).published.prefecture == ""
    assert decide(SUBJECT, crowded, adds_organisation=False).published.prefecture == "27"


def test_five_cases_in_a_cell_of_five_are_never_shown_as_that_cell() -> None:
    decision = decide(SUBJECT, [member(count=5, published=5), member("13", "39", count=30)], adds_organisation=False)
    assert decision.level is not None
    assert decision.fit.members > 5


@pytest.mark.parametrize(
    ("members", "outcome"), [([member(count=9, published=9)], "without"), ([member(count=4)], "hold"), ([], "hold")]
)
def test_no_level_passes(members: list[Members], outcome: str) -> None:
    decision = decide(SUBJECT, members)
    assert (decision.outcome, decision.level, decision.published) == (outcome, None, Published())


def test_what_is_not_known_of_the_organisation_is_not_said() -> None:
    decision = decide(Subject(region="kinki", division="E"), [member(count=9)])
    assert decision.published == Published(region="kinki", division="E")


def test_member_of_whom_nothing_is_known_fits_only_what_says_nothing() -> None:
    unknown = Members(frozenset(), frozenset(), "", "", "", organisations=50)
    assert decide(SUBJECT, [member(), unknown]).published == Published(period="2024-Q2")


def test_member_with_several_sites_fits_each_of_them() -> None:
    both = Members(frozenset({"27", "13"}), frozenset({"kinki", "kanto"}), "24", "E", "medium", organisations=5)
    assert decide(SUBJECT, [both]).published.prefecture == "27"
    in_tokyo = replace(SUBJECT, prefecture="13", region="kanto")
    assert decide(in_tokyo, [both]).published.prefecture == "13"


def test_month_is_never_published() -> None:
    assert decide(SUBJECT, [member(count=1000)]).published.period == "2024-Q2"


def test_nothing_finer_than_before_is_published_again() -> None:
    before = Earlier(Published(region="kinki", period="2024"), DAY)
    decision = decide(SUBJECT, [member(count=500)], earlier=[before])
    assert decision.published == Published(region="kinki", period="2024")


def test_intersection_with_an_earlier_version_counts() -> None:
    """Three firms of Osaka are in both: region and industry would each do alone."""
    members = [member("27", "24", count=3), member("27", "39", count=9), member("26", "24", count=9)]
    earlier = Earlier(Published(prefecture="27", region="kinki"), DAY)
    corrected = Subject(region="kinki", group="24", division="E")
    assert decide(corrected, members).published.group == "24"
    assert decide(corrected, members, earlier=[earlier]).published.group == ""


def test_members_who_joined_later_hide_nobody_in_an_earlier_version() -> None:
    old = member(count=4)
    new = member(count=40)._replace(joined=DAY + dt.timedelta(days=30))
    earlier = [Earlier(Published(region="kinki"), DAY)]
    assert decide(SUBJECT, [old, new], earlier=earlier).outcome == "without"
    assert decide(SUBJECT, [old, new._replace(joined=DAY)], earlier=earlier).outcome == "level"


@given(MEMBERS)
@settings(max_examples=200, deadline=None)
def test_cheapest_passing_level_is_taken(members: list[Members]) -> None:
    policy = Policy(least=4, most_published=Fraction(1, 2))
    levels = [Level(*each) for each in product(range(3), range(4), range(3), range(1, 3))]
    passing = [level for level in levels if passes_plainly(level, members, policy)]
    decision = decide(SUBJECT, members, policy=policy)
    assert (decision.level is None) == (not passing)
    if decision.level is not None:
        assert decision.level in passing
        assert decision.level.cost == min(level.cost for level in passing)
        assert decision.fit.members == sum(each.organisations for each in fitting(members, decision.published))


@given(MEMBERS)
@settings(max_examples=100, deadline=None)
def test_every_option_passes_and_none_says_more_than_another(members: list[Members]) -> None:
    decision = decide(SUBJECT, members)
    for option in decision.options:
        assert passes_plainly(option.level, members, Policy())
        assert not any(option.level.is_within(other.level) for other in decision.options if other != option)


@pytest.mark.parametrize("heights", list(product(range(3), range(4), range(3), range(1, 3))))
def test_level_of_what_is_said_is_the_level_it_was_said_at(heights: tuple[int, int, int, int]) -> None:
    assert level_of(at_level(SUBJECT, Level(*heights))) == Level(*heights)


@pytest.mark.parametrize(
    ("month", "said"),
    [("2024-05", "2024-Q2"), ("2024-H1", "2024-H1"), ("2024-Q3", "2024-Q3"), ("2024", "2024"), ("", "")],
)
def test_period_is_blurred_to_a_quarter_at_least(month: str, said: str) -> None:
    assert decide(Subject(month=month), [member(count=9)]).published.period == said


def test_every_step_of_every_ladder_has_a_reason() -> None:
    assert all(step.reason and step.cost >= 0 for ladder in LADDERS.values() for step in ladder)
    assert all(ladder[0].cost == 0 for ladder in LADDERS.values())
    assert set(SECTORS) == set("ABCDEFGHIJKLMNOPQRS")

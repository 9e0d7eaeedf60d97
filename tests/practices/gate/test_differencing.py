"""The attacker keeps every version ever published and every list of members, and intersects."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.gate import SIZE_CLASSES, Earlier, Members, Policy, Published, Subject, decide

REGION_OF = {"26": "kinki", "27": "kinki", "13": "kanto"}
DIVISION_OF = {"24": "E", "29": "E", "39": "G"}
START = dt.date(2026, 1, 1)
Gate = Callable[[Subject, list[Members], list[Earlier]], Published | None]


def firm(prefecture: str, group: str, size: str, joined: int = 0) -> Members:
    return Members(
        frozenset({prefecture}),
        frozenset({REGION_OF[prefecture]}),
        group,
        DIVISION_OF[group],
        size,
        joined=START + dt.timedelta(days=joined),
    )


FIRMS = st.builds(
    firm,
    st.sampled_from(sorted(REGION_OF)),
    st.sampled_from(sorted(DIVISION_OF)),
    st.sampled_from(sorted(SIZE_CLASSES)),
    st.integers(0, 3),
)


@dataclass
class Attacker:
    """Knows which members there were on every day, and reads every version on the day it comes out."""

    candidates: list[Members] = field(default_factory=list)
    has_read: bool = False

    def reads(self, version: Published, members: list[Members]) -> None:
        meant = [each for each in members if version.fits(each)]
        self.candidates = [each for each in self.candidates if each in meant] if self.has_read else meant
        self.has_read = True


def real_gate(subject: Subject, members: list[Members], earlier: list[Earlier]) -> Published | None:
    decision = decide(subject, members, earlier=earlier)
    return decision.published if decision.outcome == "level" else None


def naive_gate(subject: Subject, members: list[Members], _earlier: list[Earlier]) -> Published | None:
    """Asks only whether enough fit this version, as if there had been no other."""
    return real_gate(subject, members, [])


def publish(gate: Gate, history: list[Subject], members: list[Members], attacker: Attacker) -> int:
    """Publish one version a day as far as the gate lets it; the number of versions that came out."""
    earlier: list[Earlier] = []
    for day, subject in enumerate(history):
        today = START + dt.timedelta(days=day)
        present = [each for each in members if each.joined <= today]
        version = gate(subject, present, earlier)
        if version is not None:
            earlier.append(Earlier(version, today))
            attacker.reads(version, present)
    return len(earlier)


def known_as(each: Members, *, place: int, industry: int, size: int) -> Subject:
    """What the hub knew of a firm on one day: a later version may know more, or less."""
    (prefecture,), (region,) = each.prefectures, each.regions
    return Subject(
        prefecture if place == 0 else "",
        region if place < 2 else "",
        each.group if industry == 0 else "",
        each.division if industry < 2 else "",
        each.size_band if size == 0 else "",
        "2024-05",
    )


HISTORIES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1)), min_size=2, max_size=4)


@given(st.lists(FIRMS, min_size=5, max_size=40), HISTORIES)
@settings(max_examples=300, deadline=None)
def test_attacker_who_intersects_all_versions_is_left_with_enough(
    firms: list[Members], knowledge: list[tuple[int, int, int]]
) -> None:
    victim = firms[0]._replace(joined=START)
    attacker = Attacker()
    history = [known_as(victim, place=place, industry=industry, size=size) for place, industry, size in knowledge]
    if publish(real_gate, history, [victim, *firms[1:]], attacker):
        assert victim in attacker.candidates
        assert len(attacker.candidates) >= Policy().least


@pytest.fixture
def town() -> tuple[Members, list[Members]]:
    """A metal works of Osaka; two more like it, many other firms there, many metal works next door."""
    victim = firm("27", "24", "medium")
    others = [firm("27", "24", "medium") for _ in range(2)]
    others += [firm("27", "39", "medium") for _ in range(8)] + [firm("26", "24", "medium") for _ in range(8)]
    return victim, [victim, *others]


# First only the place was known, then only the industry was to be told.
TWO_VERSIONS = [{"place": 0, "industry": 2, "size": 1}, {"place": 1, "industry": 0, "size": 1}]


def test_naive_gate_falls_to_the_attack(town: tuple[Members, list[Members]]) -> None:
    victim, members = town
    attacker = Attacker()
    assert publish(naive_gate, [known_as(victim, **each) for each in TWO_VERSIONS], members, attacker) == 2
    assert len(attacker.candidates) == 3


def test_gate_withstands_the_same_attack(town: tuple[Members, list[Members]]) -> None:
    victim, members = town
    attacker = Attacker()
    assert publish(real_gate, [known_as(victim, **each) for each in TWO_VERSIONS], members, attacker) == 2
    assert len(attacker.candidates) >= 5


def test_naive_gate_counts_members_who_were_not_there_yet() -> None:
    victim = firm("27", "24", "medium")
    members = [victim, *(firm("27", "24", "medium") for _ in range(4))]
    members += [firm("13", "39", "medium", joined=1) for _ in range(40)]
    corrected = Subject("13", "kanto", "39", "G", "medium", "2024-05")
    history = [known_as(victim, place=1, industry=1, size=1), corrected]
    naive, real = Attacker(), Attacker()
    assert publish(naive_gate, history, members, naive) == 2
    assert naive.candidates == []
    publish(real_gate, history, members, real)
    assert len(real.candidates) >= 5

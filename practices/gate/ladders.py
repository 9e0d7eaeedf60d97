"""The ladders on which a case climbs to what may be said of it, and what each step costs the reader."""

from collections.abc import Mapping
from typing import NamedTuple

# The Japan Standard Industrial Classification (14th revision) by the three sectors of official statistics; division T
# (cannot be classified) belongs to none.
SECTORS: Mapping[str, str] = {
    **dict.fromkeys("AB", "primary"),
    **dict.fromkeys("CDE", "secondary"),
    **dict.fromkeys("FGHIJKLMNOPQRS", "tertiary"),
}

# Public size bands (`size_bands.csv`) by whether rules for small and medium-sized firms are meant: up to 300 people.
SIZE_CLASSES: Mapping[str, str] = {"small": "sme", "medium": "sme", "upper": "sme", "large": "larger"}


class Step(NamedTuple):
    """A level of a ladder, what it costs to climb to it from the level below, and why."""

    name: str
    cost: int
    reason: str


# Costs are in steps that a reader feels equally. What cases are searched by most, region and industry, costs most; what
# a lesson seldom depends on, the exact time, costs least. Reasons are in English, for the page to translate.
LADDERS: Mapping[str, tuple[Step, ...]] = {
    "place": (
        Step("prefecture", 0, "As exact as a reader can search."),
        Step("region", 2, "The same bureau and the same community still help; only the neighbour is lost."),
        Step("nationwide", 5, "It is no longer found by region, which is how most readers search."),
    ),
    "industry": (
        Step("group", 0, "As exact as a reader can search."),
        Step("division", 2, "Systems and partners within a division are much alike."),
        Step("sector", 5, "It is no longer found by industry; what was hit can still be read."),
        Step("all", 3, "Nothing is left that says whether a firm is alike."),
    ),
    "size": (
        Step("band", 0, "As exact as a reader can search."),
        Step("class", 2, "Who looks after computers differs between 20 and 300 people."),
        Step("unstated", 3, "It is no longer known whether a small firm could do the same."),
    ),
    "period": (
        Step("month", 0, "As exact as is ever published."),
        Step("quarter", 1, "The order of events stays in days since the detection."),
        Step("year", 2, "Trends within a year are lost, the lesson is not."),
    ),
}
DIMENSIONS = tuple(LADDERS)


class Level(NamedTuple):
    """How far up each ladder: 0 is the finest."""

    place: int
    industry: int
    size: int
    period: int

    @property
    def names(self) -> dict[str, str]:
        """The name of the level on each ladder: {"place": "region", …}."""
        return {name: LADDERS[name][height].name for name, height in zip(DIMENSIONS, self, strict=True)}

    @property
    def cost(self) -> int:
        """What all the steps taken cost together."""
        return sum(
            sum(step.cost for step in LADDERS[name][: height + 1])
            for name, height in zip(DIMENSIONS, self, strict=True)
        )

    def is_within(self, other: "Level") -> bool:
        """Whether this level says nothing finer than the other."""
        return all(mine >= theirs for mine, theirs in zip(self, other, strict=True))


FINEST = Level(0, 0, 0, 0)
COARSEST = Level(*(len(LADDERS[name]) - 1 for name in DIMENSIONS))

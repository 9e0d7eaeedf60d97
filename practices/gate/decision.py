"""The gate: the least generalisation at which enough member organisations could be meant."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal, NamedTuple

from practices.gate.fits import Fit, Fits
from practices.gate.ladders import COARSEST, DIMENSIONS, LADDERS, Level
from practices.gate.population import Members, Published, Subject, at_level, finest_known, level_of

# "level": publish at the level found. "without": no level passes; publish without attributes, or hold, as a person
# decides. "hold": even all members are too few for anything to be published.
Outcome = Literal["level", "without", "hold"]
_MOST_OPTIONS = 5
# A month is never published: dates match press releases (rule 10 of the de-identification rules).
_FINEST = Level(0, 0, 0, 1)


@dataclass(frozen=True, slots=True)
class Policy:
    """What has to hold (knowledge.md, The anonymity gate). Nothing finer than `finest` is ever published."""

    least: int = 5
    most_published: Fraction = Fraction(1, 3)
    finest: Level = _FINEST


class Earlier(NamedTuple):
    """A version already published that readers can link with this one, and the day it came out."""

    published: Published
    released_on: dt.date


class Climb(NamedTuple):
    """One ladder that was climbed: what is lost, what that costs and why, and what is gained."""

    dimension: str
    lost: str
    shown: str
    cost: int
    reasons: tuple[str, ...]
    fitting_before: int
    fitting_after: int


class Option(NamedTuple):
    """A level that passes, with who fits; nothing finer on one ladder alone passes."""

    level: Level
    fit: Fit
    cost: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate proposes. `fit` counts the organisation itself among those with a published case."""

    outcome: Outcome
    level: Level | None
    published: Published
    fit: Fit
    finest_fit: Fit
    climbs: tuple[Climb, ...] = ()
    options: tuple[Option, ...] = ()


def decide(
    subject: Subject,
    members: Iterable[Members],
    *,
    earlier: Sequence[Earlier] = (),
    adds_organisation: bool = True,
    policy: Policy | None = None,
) -> Decision:
    """Return the cheapest level at which `subject` may be described, or that there is none.

    `members` are all member organisations, the one concerned included. `earlier` are the published versions that
    readers can link with this one. `adds_organisation` says that the organisation is a member without a published case.
    """
    gate = _Gate(subject, list(members), earlier, int(adds_organisation), policy or Policy())
    passing = sorted(filter(gate.passes, gate.levels()), key=gate.rank)
    if not passing:
        outcome: Outcome = "without" if gate.fit(COARSEST).members >= gate.policy.least else "hold"
        return Decision(outcome, None, Published(), gate.fit(COARSEST), gate.fit(gate.finest))
    level = passing[0]
    options = tuple(Option(each, gate.fit(each), gate.cost(each)) for each in _least(passing)[:_MOST_OPTIONS])
    climbs = tuple(gate.climb(level, index) for index in range(len(level)) if level[index] > gate.known[index])
    return Decision("level", level, at_level(subject, level), gate.fit(level), gate.fit(gate.known), climbs, options)


class _Gate:
    """One question with everything it needs."""

    def __init__(
        self, subject: Subject, members: list[Members], earlier: Sequence[Earlier], own: int, policy: Policy
    ) -> None:
        self.subject, self.policy, self._own = subject, policy, own
        self.known = finest_known(subject)
        bounds = [policy.finest, self.known, *(level_of(each.published) for each in earlier)]
        self.finest = Level(*(max(heights) for heights in zip(*bounds, strict=True)))
        self._fits = Fits(members, subject)
        self._linked = Fits((each for each in members if _fits_all(each, earlier)), subject) if earlier else self._fits

    def levels(self) -> Iterable[Level]:
        """Every level that is allowed: nothing below the policy, nothing finer than what was published before."""
        ranges = [range(low, top + 1) for low, top in zip(self.finest, COARSEST, strict=True)]
        return (Level(*heights) for heights in product(*ranges))

    def fit(self, level: Level) -> Fit:
        """Who fits at `level` once this case is published."""
        members, published = self._fits.at(level)
        return Fit(members, published + self._own)

    def passes(self, level: Level) -> bool:
        """Whether enough fit, also together with what was published before, and few enough of them are published."""
        fit = self.fit(level)
        is_enough = min(fit.members, self._linked.at(level).members) >= self.policy.least
        return is_enough and fit.published <= self.policy.most_published * fit.members

    def cost(self, level: Level) -> int:
        """What is lost against what is known."""
        return level.cost - self.known.cost

    def rank(self, level: Level) -> tuple[int, int, Level]:
        """The cheapest first; of two as cheap the one that more members fit."""
        return level.cost, -self.fit(level).members, level

    def climb(self, level: Level, index: int) -> Climb:
        """What one ladder of `level` costs and brings."""
        ladder, low, high = LADDERS[DIMENSIONS[index]], self.known[index], level[index]
        without = level._replace(**{DIMENSIONS[index]: low})
        taken = ladder[low + 1 : high + 1]
        return Climb(
            dimension=DIMENSIONS[index],
            lost=ladder[low].name,
            shown=ladder[high].name,
            cost=sum(step.cost for step in taken),
            reasons=tuple(step.reason for step in taken),
            fitting_before=self.fit(without).members,
            fitting_after=self.fit(level).members,
        )


def _fits_all(members: Members, earlier: Sequence[Earlier]) -> bool:
    """Whether these could be meant by every earlier version: they fit it and were members when it came out."""
    return all(members.joined <= each.released_on and each.published.fits(members) for each in earlier)


def _least(passing: list[Level]) -> list[Level]:
    """The levels than which none that passes says more."""
    return [level for level in passing if not any(level != other and level.is_within(other) for other in passing)]

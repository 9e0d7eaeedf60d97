"""How many members fit at each level: everybody is looked at once, not once for every level."""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from practices.gate.ladders import COARSEST, SECTORS, SIZE_CLASSES, Level
from practices.gate.population import Members, Subject

Heights = tuple[int, int, int]


class Fit(NamedTuple):
    """How many member organisations fit, and how many of them have a published case."""

    members: int = 0
    published: int = 0


class Fits:
    """The members by how far up each ladder one has to climb until they fit; the period narrows nobody."""

    def __init__(self, members: Iterable[Members], subject: Subject) -> None:
        self._members: Counter[Heights] = Counter()
        self._published: Counter[Heights] = Counter()
        for each in members:
            heights = _heights(each, subject)
            self._members[heights] += each.organisations
            self._published[heights] += each.published

    def at(self, level: Level) -> Fit:
        """Who fits what is said at `level`."""
        below = list(product(range(level.place + 1), range(level.industry + 1), range(level.size + 1)))
        return Fit(sum(self._members[each] for each in below), sum(self._published[each] for each in below))


def _heights(members: Members, subject: Subject) -> Heights:
    return _place(members, subject), _industry(members, subject), _size(members, subject)


def _place(members: Members, subject: Subject) -> int:
    if subject.prefecture and subject.prefecture in members.prefectures:
        return 0
    return 1 if subject.region and subject.region in members.regions else COARSEST.place


def _industry(members: Members, subject: Subject) -> int:
    if subject.group and subject.group == members.group:
        return 0
    if subject.division and subject.division == members.division:
        return 1
    sector = SECTORS.get(subject.division)
    return 2 if sector and sector == SECTORS.get(members.division) else COARSEST.industry


def _size(members: Members, subject: Subject) -> int:
    if subject.size_band and subject.size_band == members.size_band:
        return 0
    band = SIZE_CLASSES.get(subject.size_band)
    return 1 if band and band == SIZE_CLASSES.get(members.size_band) else COARSEST.size

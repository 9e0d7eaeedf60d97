"""Who the published attributes could mean: member organisations, counted by their attributes."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from practices.gate.ladders import LADDERS, SECTORS, SIZE_CLASSES, Level


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of the organisation a case is about, as exactly as it is known; empty where it is not.

    Codes: JIS X 0401 prefecture, region, JSIC group and division, public size band; `month` is "YYYY-MM", or a
    quarter or a year where no more is known.
    """

    prefecture: str = ""
    region: str = ""
    group: str = ""
    division: str = ""
    size_band: str = ""
    month: str = ""


class Members(NamedTuple):
    """Member organisations that are alike: how many, and how many of them have a published case.

    An organisation with several sites has several prefectures. `joined` is the day they became known as members.
    """

    prefectures: frozenset[str]
    regions: frozenset[str]
    group: str
    division: str
    size_band: str
    organisations: int = 1
    published: int = 0
    joined: dt.date = dt.date.min


class Published(NamedTuple):
    """The attributes of a version as readers see them; empty where nothing is said. `period` never narrows who fits."""

    prefecture: str = ""
    region: str = ""
    group: str = ""
    division: str = ""
    sector: str = ""
    size_band: str = ""
    size_class: str = ""
    period: str = ""

    def fits(self, members: Members) -> bool:
        """Whether these members could be meant; what is not known of a member does not fit what is published."""
        return (
            self.prefecture in ("", *members.prefectures)
            and self.region in ("", *members.regions)
            and self.group in ("", members.group)
            and self.division in ("", members.division)
            and self.sector in ("", SECTORS.get(members.division))
            and self.size_band in ("", members.size_band)
            and self.size_class in ("", SIZE_CLASSES.get(members.size_band))
        )


def at_level(subject: Subject, level: Level) -> Published:
    """What is said of `subject` at `level`."""
    names = level.names
    finest = Published(
        prefecture=subject.prefecture if names["place"] == "prefecture" else "",
        region=subject.region if names["place"] in ("prefecture", "region") else "",
        group=subject.group if names["industry"] == "group" else "",
        division=subject.division if names["industry"] in ("group", "division") else "",
        sector=SECTORS.get(subject.division, "") if names["industry"] == "sector" else "",
        size_band=subject.size_band if names["size"] == "band" else "",
        size_class=SIZE_CLASSES.get(subject.size_band, "") if names["size"] == "class" else "",
    )
    return finest._replace(period=period_at(subject.month, names["period"]))


def period_at(month: str, name: str) -> str:
    """「2024-05」 at "quarter" is 「2024-Q2」; what is known less exactly stays as it is, or becomes its year."""
    year, _, rest = month.partition("-")
    if name == "year" or not rest:
        return year
    if name == "quarter" and rest.isdigit():
        return f"{year}-Q{(int(rest) + 2) // 3}"
    return month


def finest_known(subject: Subject) -> Level:
    """The lowest level at which each ladder says something of `subject`; the top where nothing is known."""
    known = (
        _lowest("place", subject.prefecture, subject.region),
        _lowest("industry", subject.group, subject.division, SECTORS.get(subject.division, "")),
        _lowest("size", subject.size_band, SIZE_CLASSES.get(subject.size_band, "")),
        _finest_period(subject.month),
    )
    return Level(*known)


def level_of(published: Published) -> Level:
    """How exact a version is, from what it says."""
    return Level(
        _lowest("place", published.prefecture, published.region),
        _lowest("industry", published.group, published.division, published.sector),
        _lowest("size", published.size_band, published.size_class),
        _finest_period(published.period),
    )


def _lowest(ladder: str, *values: str) -> int:
    return next((height for height, value in enumerate(values) if value), len(LADDERS[ladder]) - 1)


def _finest_period(month: str) -> int:
    _year, _, rest = month.partition("-")
    return 0 if rest.isdigit() else 1 if rest else 2

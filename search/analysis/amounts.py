"""Sums of yen as a bound: 1億円以上, 500万円未満."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_UNITS = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "": 1}
_NUMBER, _UNIT = r"\d[\d,]{0,15}(?:\.\d{1,4})?", r"(?:億|千万|百万|万|千)"
_BOUND = re.compile(
    rf"(?<![\d.,])(?P<sum>(?:{_NUMBER}{_UNIT})?{_NUMBER}{_UNIT}?)円"
    r"(?:(?P<least>以上|超|を(?:超え|上回)る?)|以下|未満|以内|まで|を下回る?)"
)
_READ = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})?")


class WrittenBound(NamedTuple):
    """Where a text names a least or a largest sum, and the sums in yen between which it lies (None: no end)."""

    least: int
    most: int | None
    start: int
    end: int


def written_bounds(text: str) -> Iterator[WrittenBound]:
    """The bounds in yen that a normalised text names in figures."""
    for match in _BOUND.finditer(text):
        yen = _yen(match["sum"])
        yield WrittenBound(yen, None, *match.span()) if match["least"] else WrittenBound(0, yen, *match.span())


def _yen(written: str) -> int:
    parts = _READ.finditer(written)
    return int(sum(Decimal(part["number"].replace(",", "")) * _UNITS[part["unit"] or ""] for part in parts))

"""Counts as they may be shown, and the three marks a cell can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# From this count on a number says nothing about one or two of those it counts (knowledge.md, Counts).
THRESHOLD = 3
# The key of totals, in place of a row or a column.
TOTAL = ""

Mark = Literal["shown", "small", "withheld"]
Key = tuple[str, str]

_WORDS: dict[Mark, tuple[str, str]] = {
    "shown": ("", ""),
    "small": ("3件未満", "fewer than 3"),
    "withheld": ("非公表", "not shown"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as readers get it: the number, or None with the reason as its mark.

    "small" is 1 or 2; "withheld" hides a larger number because it would give a small one back.
    """

    count: int | None
    mark: Mark = "shown"

    def display(self, language: str = "ja") -> str:
        """「12」, 「3件未満」 or 「非公表」; in English "12", "fewer than 3" or "not shown"."""
        if self.count is not None:
            return f"{self.count:,}"
        japanese, english = _WORDS[self.mark]
        return english if language.startswith("en") else japanese


@dataclass(frozen=True, slots=True)
class Memory:
    """What was published last, for the next date: private, never shown. Store it with `as_json`."""

    counts: Mapping[Key, int]
    hidden: frozenset[Key] = frozenset()

    def as_json(self) -> list[list[object]]:
        """Rows of row, column, count and whether it was hidden."""
        return [[*key, count, key in self.hidden] for key, count in sorted(self.counts.items())]

    @classmethod
    def from_json(cls, rows: list[list[object]]) -> "Memory":
        """The memory that `as_json` wrote."""
        counts = {(str(row), str(column)): int(str(count)) for row, column, count, _hidden in rows}
        return cls(counts, frozenset((str(row), str(column)) for row, column, _count, hidden in rows if hidden))


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by (row, column); `TOTAL` in place of either is a total. `memory` is kept for the next publication."""

    cells: Mapping[Key, Cell]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    memory: Memory

    def cell(self, row: str = TOTAL, column: str = TOTAL) -> Cell:
        """One cell; a total where a name is left out."""
        return self.cells[row, column]

    @property
    def total(self) -> Cell:
        """How many in all."""
        return self.cells[TOTAL, TOTAL]


def suppress_count(count: int) -> Cell:
    """One number that stands alone, without a total that holds it. Raises ValueError below zero."""
    if count < 0:
        raise ValueError("a count is never below zero")
    return Cell(None, "small") if is_small(count) else Cell(count)


def is_small(count: int) -> bool:
    """Whether a count is one of those that are never shown."""
    return 0 < count < THRESHOLD

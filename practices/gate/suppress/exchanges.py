"""Whether readers who add up what is shown could work out what is hidden, for tables with totals.

In a table whose totals are shown, a hidden count can be another one only if other hidden counts make up for it in its
row and in its column. Such an exchange is a cycle that goes along rows and columns by turns and raises and lowers the
cells on it by one in turn; every other table that fits what is shown is a sum of them. So looking for one cycle
through a cell answers exactly whether the cell is given away.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from practices.gate.suppress.cells import THRESHOLD, TOTAL, Key, Mark, is_small

# A total is worth more to readers than a cell, the grand total most of all.
_CELL, _TOTAL, _GRAND_TOTAL = 100, 1_000, 10_000

Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """All counts with their totals; columns of a list have no totals that anybody sees."""

    counts: Mapping[Key, int]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    is_list: bool = False

    def is_unseen(self, key: Key) -> bool:
        """Whether nobody sees this total, so that it is free to be anything."""
        return self.is_list and key[0] == TOTAL and key[1] != TOTAL


class Exchanges:
    """The graph of what could be exchanged for what, given the marks so far."""

    def __init__(self, grid: Grid, marks: Mapping[Key, Mark]) -> None:
        self._grid, self._marks = grid, marks

    def is_given_away(self, key: Key) -> bool:
        """Whether the hidden count of `key` follows from what is shown."""
        return all(self._cheapest(key, up, only_hidden=True) is None for up in self._ways(key))

    def partners(self, key: Key) -> list[Key]:
        """What else to hide so that `key` is not given away, the least loss first; nothing if there is no way."""
        found = [self._cheapest(key, up, only_hidden=False) for up in self._ways(key)]
        paths = [path for path in found if path is not None]
        return min(paths)[1] if paths else []

    def _ways(self, key: Key) -> list[bool]:
        """Up and down as far as its mark allows it to be another count."""
        return [up for up in (True, False) if self._may_move(key, up)]

    def _may_move(self, key: Key, up: bool) -> bool:
        """Whether readers must reckon with one more (or one less) in this cell."""
        count = self._grid.counts[key]
        if self._grid.is_unseen(key):
            return True
        if self._marks[key] == "small":
            return count + 1 < THRESHOLD if up else count > 1
        least = THRESHOLD if count >= THRESHOLD else 0
        return up or count > least

    def _cheapest(self, key: Key, up: bool, *, only_hidden: bool) -> tuple[int, list[Key]] | None:
        """The price of the cheapest cycle that moves `key`, and what has to be hidden for it."""
        row, column = ("row", key[0]), ("column", key[1])
        start, goal = (column, row) if _rises(key, up) else (row, column)
        best: dict[Node, int] = {start: 0}
        queue: list[tuple[int, Node, list[Key]]] = [(0, start, [])]
        while queue:
            price, node, hidden = heapq.heappop(queue)
            if node == goal:
                return price, hidden
            if price > best.get(node, price):
                continue
            for other, step, more in self._steps(node, key, only_hidden):
                if price + step < best.get(other, price + step + 1):
                    best[other] = price + step
                    heapq.heappush(queue, (price + step, other, [*hidden, *more]))
        return None

    def _steps(self, node: Node, without: Key, only_hidden: bool) -> list[tuple[Node, int, list[Key]]]:
        """From a row to its columns over cells that may rise, from a column to its rows over cells that may fall."""
        kind, name = node
        steps = []
        for other in (*(self._grid.columns if kind == "row" else self._grid.rows), TOTAL):
            key = (name, other) if kind == "row" else (other, name)
            if key == without or not self._may_move(key, _rises(key, kind == "row")):
                continue
            price = self._price(key)
            if price == 0 or not (only_hidden or self._grid.counts[key] < THRESHOLD):
                target = ("column" if kind == "row" else "row", other)
                steps.append((target, price, [key] if price else []))
        return steps

    def _price(self, key: Key) -> int:
        """What readers lose if it is hidden; nothing for what they do not see anyway. Small cells cost least."""
        if self._grid.is_unseen(key) or self._marks[key] != "shown":
            return 0
        kind = _GRAND_TOTAL if key == (TOTAL, TOTAL) else _TOTAL if TOTAL in key else _CELL
        return kind + min(self._grid.counts[key], 99)


def _rises(key: Key, up: bool) -> bool:
    """The direction of a cell in the cycle: totals of a row or column stand on the other side of the sum."""
    return up != ((key[0] == TOTAL) != (key[1] == TOTAL))


def small_totals_of_many(grid: Grid) -> set[Key]:
    """Totals of 1 or 2 over several cells: called small, they would say that each of the cells is 1."""
    found = set()
    for key, count in grid.counts.items():
        if TOTAL in key and is_small(count) and not grid.is_unseen(key):
            parts = [
                other
                for other in grid.counts
                if TOTAL not in other and key[0] in (TOTAL, other[0]) and key[1] in (TOTAL, other[1])
            ]
            if sum(grid.counts[part] > 0 for part in parts) > 1:
                found.add(key)
    return found

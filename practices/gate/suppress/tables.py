"""Lists and tables of counts over what is not public, so that neither totals nor dates give a small count back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from practices.gate.suppress.cells import THRESHOLD, TOTAL, Cell, Key, Mark, Memory, Table, is_small
from practices.gate.suppress.exchanges import Exchanges, Grid, small_totals_of_many

# A hidden count is known to be one of a few; only a change larger than that range says nothing when it is shown again.
_COMES_BACK = THRESHOLD + 2
# The one row of a list.
_LINE = "list"


def suppress_list(counts: Mapping[str, int], *, previous: Memory | None = None) -> Table:
    """Counts by name with their total: `table.cell(column="ransomware")`, `table.total`.

    `previous` is the memory of what was published at the date before. Raises ValueError for a count below zero.
    """
    columns = tuple(counts)
    grid = _grid({(_LINE, name): counts[name] for name in columns}, (_LINE,), columns, True)
    table = _suppressed(grid, previous)
    return replace(table, cells={(TOTAL, name): table.cells[_LINE, name] for name in (*columns, TOTAL)}, rows=())


def suppress_table(
    counts: Mapping[Key, int], *, rows: Sequence[str], columns: Sequence[str], previous: Memory | None = None
) -> Table:
    """Counts by (row, column) with the totals of rows, of columns and of all; a missing cell is 0.

    `previous` is the memory of what was published at the date before. Raises ValueError for a count below zero and for
    a row or column that is not named.
    """
    if not set(counts) <= {(row, column) for row in rows for column in columns}:
        raise ValueError("a count belongs to no row and column of the table")
    return _suppressed(_grid(counts, tuple(rows), tuple(columns), False), previous)


def _grid(counts: Mapping[Key, int], rows: tuple[str, ...], columns: tuple[str, ...], is_list: bool) -> Grid:
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is never below zero")
    if TOTAL in rows or TOTAL in columns:
        raise ValueError("a row or column without a name is taken by the totals")
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    cells |= {(row, TOTAL): sum(cells[row, column] for column in columns) for row in rows}
    cells |= {(TOTAL, column): sum(cells[row, column] for row in rows) for column in (*columns, TOTAL)}
    return Grid(cells, rows, columns, is_list)


def _suppressed(grid: Grid, previous: Memory | None) -> Table:
    marks = _first_marks(grid, previous)
    guarded = [key for key, mark in marks.items() if mark != "shown" and not grid.is_unseen(key)]
    for key in guarded:
        _protect(key, grid, marks)
    cells = {key: Cell(count if marks[key] == "shown" else None, marks[key]) for key, count in grid.counts.items()}
    return _table(grid, cells, previous)


def _first_marks(grid: Grid, previous: Memory | None) -> dict[Key, Mark]:
    """What may not be shown whatever stands around it."""
    many = small_totals_of_many(grid)
    marks: dict[Key, Mark] = {}
    for key, count in grid.counts.items():
        if is_small(count) and key not in many:
            marks[key] = "small"
        else:
            marks[key] = "withheld" if key in many or _tells_a_change(key, count, previous) else "shown"
    return marks


def _tells_a_change(key: Key, count: int, previous: Memory | None) -> bool:
    """Whether showing it would tell a change of one or two since it was shown last, or what was hidden then."""
    if previous is None or key not in previous.counts:
        return False
    change = abs(count - previous.counts[key])
    return change < _COMES_BACK if key in previous.hidden else is_small(change)


def _protect(key: Key, grid: Grid, marks: dict[Key, Mark]) -> None:
    """Hide as little as possible beside `key` so that it does not follow from the rest."""
    exchanges = Exchanges(grid, marks)
    if not exchanges.is_given_away(key):
        return
    partners = exchanges.partners(key)
    marks.update(dict.fromkeys(partners, "withheld"))
    if not partners:  # nothing to exchange it for: without totals nothing can be worked out
        marks.update({each: "withheld" for each in marks if TOTAL in each and grid.counts[each]})


def _table(grid: Grid, cells: dict[Key, Cell], previous: Memory | None) -> Table:
    """The table with what has to be remembered: what was shown, else what it was when it was first hidden."""
    before = previous or Memory({})
    hidden = frozenset(key for key, cell in cells.items() if cell.count is None)
    counts = {key: before.counts.get(key, count) if key in hidden else count for key, count in grid.counts.items()}
    return Table(cells, grid.rows, grid.columns, Memory(counts, hidden))

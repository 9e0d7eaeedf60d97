"""Nobody works out a small count: not from totals, not by trying every table, not from two dates."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.gate.suppress import Cell, Memory, Table, suppress_count, suppress_list, suppress_table

SMALL = st.integers(0, 6)
LISTS = st.lists(SMALL, min_size=1, max_size=4)


def named(counts: list[int]) -> dict[str, int]:
    return {f"c{index}": count for index, count in enumerate(counts)}


def grid(rows: list[list[int]]) -> dict[tuple[str, str], int]:
    return {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}


def table_of(rows: list[list[int]], previous: Memory | None = None) -> Table:
    columns = [f"c{index}" for index in range(len(rows[0]))]
    return suppress_table(
        grid(rows), rows=[f"r{index}" for index in range(len(rows))], columns=columns, previous=previous
    )


def could_be(cell: Cell, most: int, *, is_total: bool = False) -> list[int]:
    """Every number a reader must reckon with who knows the rules: a single cell that is withheld is not small."""
    if cell.count is not None:
        return [cell.count]
    return [1, 2] if cell.mark == "small" else list(range(0 if is_total else 3, most + 1))


def naive(counts: dict[str, int]) -> dict[str, int | None]:
    """Hides small cells and nothing else."""
    return {name: None if 0 < count < 3 else count for name, count in counts.items()}


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "3件未満"), (2, "3件未満"), (3, "3"), (1234, "1,234")])
def test_count_of_one_or_two_is_not_shown(count: int, shown: str) -> None:
    assert suppress_count(count).display() == shown


def test_marks_have_words_in_both_languages() -> None:
    assert Cell(None, "small").display("en") == "fewer than 3"
    assert (Cell(None, "withheld").display(), Cell(None, "withheld").display("en")) == ("非公表", "not shown")


def test_second_cell_is_hidden_with_a_small_one() -> None:
    table = suppress_list({"ransomware": 12, "phishing": 1, "theft": 5})
    assert table.cell(column="phishing").mark == "small"
    assert table.cell(column="theft").mark == "withheld"
    assert table.cell(column="ransomware").count == 12
    assert table.total.count == 18


def test_list_without_small_counts_is_shown_whole() -> None:
    table = suppress_list({"a": 3, "b": 0, "c": 40})
    assert [cell.count for cell in table.cells.values()] == [3, 0, 40, 43]


def test_total_of_one_and_one_does_not_say_so() -> None:
    table = suppress_list({"a": 1, "b": 1})
    assert table.total.mark == "withheld"


@given(LISTS)
@settings(max_examples=300, deadline=None)
def test_no_list_gives_a_small_count_back(counts: list[int]) -> None:
    table = suppress_list(named(counts))
    cells = [table.cell(column=f"c{index}") for index in range(len(counts))]
    most = sum(counts) + 3
    totals = set(could_be(table.total, most, is_total=True))
    fitting = [each for each in product(*(could_be(cell, most) for cell in cells)) if sum(each) in totals]
    for index, cell in enumerate(cells):
        if cell.mark == "small":
            assert {each[index] for each in fitting} == {1, 2}


def test_attack_on_totals_works_where_only_small_cells_are_hidden() -> None:
    counts = {"a": 12, "b": 1, "c": 5}
    shown = naive(counts)
    assert sum(counts.values()) - sum(count for count in shown.values() if count) == counts["b"]


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=3), min_size=2, max_size=2).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    )
)
@settings(max_examples=150, deadline=None)
def test_no_table_gives_a_small_count_back(rows: list[list[int]]) -> None:
    table = table_of(rows)
    fitting = tables_that_fit(table, len(rows), len(rows[0]), 9)
    for (row, column), cell in table.cells.items():
        if cell.mark == "small" and row and column:
            i, j = int(row[1:]), int(column[1:])
            assert {each[i][j] for each in fitting} >= {1, 2}, (rows, row, column)


def tables_that_fit(table: Table, height: int, width: int, most: int) -> list[tuple[tuple[int, ...], ...]]:
    """Every table that a patient reader cannot rule out."""
    lines = [rows_that_fit(table, f"r{i}", width, most) for i in range(height)]
    return [rows for rows in product(*lines) if columns_fit(table, rows, width, most)]


def rows_that_fit(table: Table, row: str, width: int, most: int) -> list[tuple[int, ...]]:
    cells = [could_be(table.cell(row, f"c{j}"), most) for j in range(width)]
    totals = set(could_be(table.cell(row), most * width, is_total=True))
    return [line for line in product(*cells) if sum(line) in totals]


def columns_fit(table: Table, rows: tuple[tuple[int, ...], ...], width: int, most: int) -> bool:
    sums = [sum(row[j] for row in rows) for j in range(width)]
    bounds = [set(could_be(table.cell(column=f"c{j}"), most * 2, is_total=True)) for j in range(width)]
    total = set(could_be(table.total, most * 2 * width, is_total=True))
    return all(each in bound for each, bound in zip(sums, bounds, strict=True)) and sum(sums) in total


@given(LISTS, LISTS)
@settings(max_examples=300, deadline=None)
def test_two_dates_do_not_give_a_small_change_back(before: list[int], added: list[int]) -> None:
    added = (added + [0] * len(before))[: len(before)]
    first = suppress_list(named(before))
    second = suppress_list(named([a + b for a, b in zip(before, added, strict=True)]), previous=first.memory)
    for key, cell in second.cells.items():
        earlier = first.cells[key].count
        if cell.count is not None and earlier is not None:
            assert abs(cell.count - earlier) not in (1, 2)


@given(LISTS, LISTS)
@settings(max_examples=300, deadline=None)
def test_later_total_does_not_give_a_small_change_back(before: list[int], added: list[int]) -> None:
    after = [a + b for a, b in zip(before, (added + [0] * len(before)), strict=False)]
    first = suppress_list(named(before))
    second = suppress_list(named(after), previous=first.memory)
    cells = [second.cell(column=f"c{index}") for index in range(len(after))]
    totals = set(could_be(second.total, sum(after) + 3, is_total=True))
    possible = product(*(could_be(cell, sum(after) + 3, is_total=True) for cell in cells))
    fitting = [each for each in possible if sum(each) in totals]
    for index, cell in enumerate(cells):
        if cell.count is None and abs(after[index] - before[index]) in (1, 2):
            assert len({each[index] for each in fitting}) > 1


def test_change_of_one_shows_neither_in_its_cell_nor_in_the_rest() -> None:
    first = suppress_list({"a": 10, "b": 20, "c": 30})
    second = suppress_list({"a": 11, "b": 20, "c": 30}, previous=first.memory)
    assert second.cell(column="a").mark == "withheld"
    assert second.total.mark == "withheld" or second.cell(column="b").mark == "withheld"


def test_change_of_one_is_plain_where_every_date_is_counted_anew() -> None:
    dates = [suppress_list({"a": 10, "b": 20}), suppress_list({"a": 11, "b": 20})]
    assert [table.cell(column="a").count for table in dates] == [10, 11]


def test_what_was_hidden_stays_hidden_until_it_has_changed_enough() -> None:
    first = suppress_list({"a": 12, "b": 1, "c": 5})
    second = suppress_list({"a": 12, "b": 4, "c": 5}, previous=first.memory)
    assert (second.cell(column="b").count, second.cell(column="c").count) == (None, None)
    third = suppress_list({"a": 12, "b": 9, "c": 10}, previous=second.memory)
    assert [third.cell(column=name).count for name in "abc"] == [12, 9, 10]


def test_slow_growth_is_compared_with_what_was_shown_last() -> None:
    memory = suppress_list({"a": 10, "b": 100}).memory
    shown = []
    for count in (11, 12, 13, 14):
        table = suppress_list({"a": count, "b": 100 + 10 * count}, previous=memory)
        memory = table.memory
        shown.append(table.cell(column="a").count)
    assert shown[:2] == [None, None]
    assert 11 not in shown
    assert 12 not in shown


def test_memory_survives_its_way_through_json() -> None:
    memory = suppress_list({"a": 12, "b": 1, "c": 5}).memory
    assert Memory.from_json(memory.as_json()) == memory


@pytest.mark.parametrize("counts", [{"a": -1}, {"": 4}])
def test_impossible_lists_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"never|taken"):
        suppress_list(counts)


def test_count_outside_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="belongs to no row"):
        suppress_table({("r9", "c0"): 4}, rows=["r0"], columns=["c0"])

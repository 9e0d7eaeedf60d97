"""Sums that a question names as a bound."""

import pytest

from search.analysis.amounts import written_bounds
from secunity.core.text.normalise import normalise


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1億円以上", [(100_000_000, None)]),
        ("１．５億円超", [(150_000_000, None)]),
        ("1億2,000万円を上回る", [(120_000_000, None)]),
        ("500万円未満", [(0, 5_000_000)]),
        ("5千万円まで", [(0, 50_000_000)]),
        ("300円以内と2百万円以下", [(0, 300), (0, 2_000_000)]),
        ("1億円", []),
        ("以上", []),
        ("5,500万円の被害", []),
        ("99999999億円以上", [(9_999_999_900_000_000, None)]),
        ("1.52.5円以上", []),
        ("1,,,円以上", [(1, None)]),
    ],
)
def test_bound_is_read_in_yen(text: str, bounds: list[tuple[int, int | None]]) -> None:
    assert [(each.least, each.most) for each in written_bounds(normalise(text))] == bounds


def test_bound_says_where_it_stands() -> None:
    (bound,) = written_bounds("被害が1億円以上の会社")
    assert (bound.start, bound.end) == (3, 8)


@pytest.mark.parametrize("text", ["1" * 3000, "1万" * 1500, "1,." * 1000 + "円以上", "1億" * 1000 + "円以上"])
def test_any_figures_are_read(text: str) -> None:
    assert isinstance(list(written_bounds(text)), list)

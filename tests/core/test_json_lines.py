from pathlib import Path
from typing import Any

import pytest

from secunity.core.text.json_lines import UnreadableFileError, read_json_lines


def number_of(row: dict[str, Any]) -> int:
    if "n" not in row:
        raise ValueError("no number")
    return int(row["n"])


def test_every_object_is_read_and_empty_lines_are_not(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('\ufeff{"n": 1, "t": "a\u2028b"}\n\n  \n{"n": 2}\r\n', encoding="utf-8")
    assert list(read_json_lines(path, number_of)) == [1, 2]


@pytest.mark.parametrize("bad", ["{", "[1]", "3", '{"m": 1}', '{"n": "x"}', "[" * 100_000])
def test_a_line_that_means_nothing_is_named(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"n": 1}\n' + bad, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"rows\.jsonl, line 2"):
        list(read_json_lines(path, number_of))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    for name in ("none.jsonl", "latin.jsonl", "."):
        with pytest.raises(UnreadableFileError, match="cannot be read"):
            list(read_json_lines(tmp_path / name, number_of))

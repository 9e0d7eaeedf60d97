"""`secunity anonymize` and `secunity evaluate_anonymizer`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from practices.anonymize.evaluation import Labelled, evaluate, labelled_from
from practices.anonymize.findings import Finding

TEXT = "株式会社山田製作所（03-1234-5678）でCVE-2024-1234"


def rows_of(path: Path) -> list[dict]:
    output = io.StringIO()
    call_command("anonymize", str(path), "--json", stdout=output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_anonymize_prints_one_finding_a_line(tmp_path: Path) -> None:
    (tmp_path / "text").write_text(TEXT, encoding="utf-8")
    rows = rows_of(tmp_path / "text")

    assert all(TEXT[row["start"] : row["end"]] == row["surface"] for row in rows)
    assert {(row["kind"], row["replacement"]) for row in rows if row["probability"] >= 0.1} == {
        ("ORG", "A社"),
        ("PHONE", "［電話番号］"),
        ("CVE", None),
    }
    assert list(rows[0]) == ["start", "end", "kind", "probability", "surface", "replacement"]


def test_anonymize_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("電話03-1234-5678".encode())))
    output = io.StringIO()
    call_command("anonymize", "--json", stdout=output)

    assert "PHONE" in {json.loads(line)["kind"] for line in output.getvalue().splitlines()}


def test_anonymize_without_findings_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("", encoding="utf-8")

    assert rows_of(tmp_path / "text") == []


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_anonymize_refuses_what_it_cannot_read(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "text").write_bytes(content)
    with pytest.raises(CommandError) as caught:
        rows_of(tmp_path / "text")

    assert caught.value.returncode == 2


def test_evaluate_prints_the_figures(tmp_path: Path) -> None:
    row = {
        "text": "佐藤花子は京都大学を卒業した。",
        "entities": [{"start": 0, "end": 4, "label": "人名"}, {"start": 5, "end": 9, "label": "施設名"}],
    }
    (tmp_path / "t.jsonl").write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    output = io.StringIO()
    call_command("evaluate_anonymizer", "--texts", str(tmp_path / "t.jsonl"), "--json", stdout=output)
    figures = json.loads(output.getvalue())

    assert figures["leak"] == 0
    assert figures["core_characters"] == 8
    assert figures["chars_per_second"] > 0


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{",
        '{"text": 1, "entities": []}',
        '{"text": "a", "entities": [{"start": 0, "end": 9, "label": "x"}]}',
        '{"entities": []}',
    ],
)
def test_evaluate_names_the_bad_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "t.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1") as caught:
        call_command("evaluate_anonymizer", "--texts", str(tmp_path / "t.jsonl"), stdout=io.StringIO())

    assert caught.value.returncode == 2


def test_counting_is_by_characters_and_tiers() -> None:
    text = Labelled("山田太郎が2024年に東京で", [(0, 4, "人名"), (11, 13, "地名")])
    found = [
        Finding(0, 2, "PERSON", 0.9),
        Finding(2, 4, "PERSON", 0.05),
        Finding(5, 10, "DATE"),
        Finding(10, 13, "LOC", 0.5),
    ]
    result = evaluate([text], detector=lambda _: found)

    assert (result.core, result.missed) == (6, 2)
    assert (result.outside, result.overmasked) == (8, 1)
    assert result.leak_interval()[0] <= result.leak <= result.leak_interval()[1]


def test_nothing_to_evaluate_gives_zeros() -> None:
    assert evaluate([], detector=lambda _: []).summary()["leak"] == 0
    assert labelled_from({"text": "a", "entities": []}) == Labelled("a", [])

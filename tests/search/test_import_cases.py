"""Cases that are already public elsewhere."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from practices.actions import withdraw_case
from practices.models import Case, CasePage
from search.engines.base import Query
from search.queries import engine
from search.tasks import count_pending, writer_lock

Run = Callable[..., dict[str, Any]]
RECORD = {
    "external_id": "jp-1",
    "title": "図書館の蔵書検索が停止",
    "body": "朝、蔵書検索が止まった。担当者が気づき、業者に連絡した。",
    "prefecture": "27",
    "industry": "82",
    "incident_types": ["ddos"],
    "occurred": "2024-Q2",
    "source": "公表資料",
    "source_url": "https://example.jp/1",
}


@pytest.fixture
def run(index: Any, tmp_path: Path) -> Run:
    """Run the command over records (or raw lines) and give its report; `code` is the exit code expected."""

    def make(*records: Any, code: int = 0) -> dict[str, Any]:
        file = tmp_path / "cases.jsonl"
        lines = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        printed = StringIO()
        ending = pytest.raises(SystemExit) if code else nullcontext()
        with ending as ended:
            call_command("import_cases", str(file), "--json", stdout=printed)
        assert not code or ended.value.code == code
        return dict(json.loads(printed.getvalue()))

    return make


def found(text: str, language: str = "ja") -> list[str]:
    return [hit.id for hit in engine().search(Query(text=text, language=language)).hits]


def test_import_is_found_at_once_and_idempotent(run: Run, client: Client) -> None:
    assert run(RECORD) == {"created": 1, "updated": 0, "unchanged": 0, "problems": []}
    case = Case.objects.get(external_id="jp-1")
    assert found("蔵書検索") == [case.public_id]
    assert client.get(f"/cases/{case.public_id}/").status_code == 200
    assert run(RECORD) == {"created": 0, "updated": 0, "unchanged": 1, "problems": []}
    assert run({**RECORD, "title": "図書館の予約が停止"})["updated"] == 1
    assert found("予約") == [case.public_id]
    assert case.versions.count() == 2


def test_import_fills_in_region_and_division(run: Run) -> None:
    run(RECORD)
    version = Case.objects.get(external_id="jp-1").latest
    assert version is not None
    assert (version.region_id, version.prefecture_id) == ("kinki", "27")
    assert (version.industry_division_id, version.industry_group_id) == ("O", "82")
    assert version.text_in("ja").summary == "朝、蔵書検索が止まった。"  # type: ignore[union-attr]


def test_import_tells_the_language_from_the_text(run: Run) -> None:
    run(
        RECORD,
        {**RECORD, "external_id": "us-1", "title": "Library catalogue down", "body": "It was down. Staff saw it."},
    )
    page = CasePage.objects.get(case__external_id="us-1")
    assert page.locale.language_code == "en"
    assert len(found("catalogue", "en")) == 1


def test_changed_source_is_an_update(run: Run) -> None:
    run(RECORD)
    assert run({**RECORD, "source_url": "https://example.jp/2"})["updated"] == 1
    assert Case.objects.get(external_id="jp-1").source_url == "https://example.jp/2"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"region": "atlantis"}, "region"),
        ({"prefecture": "48"}, "prefecture"),
        ({"region": "kanto"}, "prefecture"),
        ({"industry": "00"}, "industry_group"),
        ({"industry": "Z"}, "industry_division"),
        ({"incident_types": ["x"]}, "incident_types"),
        ({"incident_types": "ddos"}, "incident_types"),
        ({"occurred": "last year"}, "occurred"),
        ({"title": ""}, "title"),
        ({"title": "長" * 201}, "title"),
        ({"body": 7}, "body"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_problem_names_record_and_field_and_the_others_come_in(run: Run, change: dict[str, Any], field: str) -> None:
    report = run({**RECORD, **change}, {**RECORD, "external_id": "jp-2"}, code=1)
    assert report["created"] == 1
    assert [problem["field"] for problem in report["problems"]] == [field]
    assert all(problem["message"] for problem in report["problems"])
    assert Case.objects.count() == 1


def test_line_that_is_no_record_is_a_problem(run: Run) -> None:
    report = run(RECORD, "{not json", '["a list"]', "", code=1)
    assert (report["created"], [problem["record"] for problem in report["problems"]]) == (1, ["2", "3"])


def test_withdrawn_case_stays_withdrawn(run: Run) -> None:
    run(RECORD)
    withdraw_case(case=Case.objects.get(external_id="jp-1"))
    report = run({**RECORD, "title": "また"}, code=1)
    assert report["problems"][0]["field"] == "external_id"
    assert found("また") == []


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"not json\n", None])
def test_file_that_cannot_be_read_creates_nothing(run: Run, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bad.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_cases", str(file), "--json")
    assert error.value.returncode == 2
    assert str(file) in str(error.value)
    assert not Case.objects.exists()


def test_import_without_the_tree_says_what_to_run(vocabularies: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="secunity prepare") as error:
        call_command("import_cases", str(tmp_path / "any.jsonl"))
    assert error.value.returncode == 2


def test_import_beside_a_writing_hub_says_that_it_waits(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:

    monkeypatch.setattr("search.actions.indexing.LONGEST_WAIT_SECONDS", 0.3)
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    with writer_lock(), pytest.raises(CommandError, match="saved"):
        call_command("import_cases", str(file))
    assert "waiting for the index: 1 left" in capsys.readouterr().err
    assert count_pending() == 1

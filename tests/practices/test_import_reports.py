"""`secunity import_reports`: into private reports only, once, with every record accounted for."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from community.models import Role, User
from practices.models import Case, CasePage, IncidentReport
from search.models import IndexJob
from secunity.core.models import TlpLabel
from secunity.core.queries import content_version
from tests.practices.exchange.records import lines, record

MANY = [record(incident_id=f"R{number}") for number in range(250)]

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[dict[str, Any], str, int]:
    """(what was printed, progress, exit code)."""
    out, progress, code = StringIO(), StringIO(), 0
    try:
        call_command("import_reports", str(path), "--json", *options, stdout=out, stderr=progress)
    except SystemExit as leaving:
        code = int(str(leaving.code))
    return json.loads(out.getvalue()), progress.getvalue(), code


def refused(path: Path, *options: str) -> str:
    """The one line with which a file is refused; nothing has been created."""
    with pytest.raises(CommandError) as caught:
        run(path, *options)
    assert caught.value.returncode == 2
    assert IncidentReport.objects.count() == 0
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A file with this content: `write(b"…", "records.csv")`."""

    def make(content: bytes, name: str = "records.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def test_records_become_private_reports(write: Callable[..., Path]) -> None:
    printed, progress, code = run(write(lines(*MANY)))
    assert (printed, code) == ({"created": 250, "skipped": 0, "problems": []}, 0)
    assert progress.split() == ["100", "/", "250", "200", "/", "250", "250", "/", "250"]
    report = IncidentReport.objects.first()
    assert report is not None
    assert (report.origin, report.state, report.tlp_id) == ("import", "submitted", "AMBER+STRICT")
    assert report.raw["victim"]["victim_id"] == report.texts["victim"] == "Fictional Springs"


def test_nothing_but_migrate_has_to_have_run(write: Callable[..., Path]) -> None:
    assert not TlpLabel.objects.exists()
    assert run(write(lines(record())))[0]["created"] == 1


def test_second_run_creates_nothing(write: Callable[..., Path]) -> None:
    path = write(lines(*MANY))
    run(path)
    assert run(path)[0] == {"created": 0, "skipped": 250, "problems": []}
    assert IncidentReport.objects.count() == 250


def test_records_without_an_id_are_taken_once_too(write: Callable[..., Path]) -> None:
    path = write(lines(record(incident_id=None), record(incident_id=None, summary="Ransomware again.")))
    assert run(path)[0]["created"] == 2
    assert run(path)[0]["created"] == 0


def test_changed_record_is_left_and_named(write: Callable[..., Path]) -> None:
    run(write(lines(record())))
    printed, _progress, code = run(write(lines(record(summary="Ransomware, told otherwise."))))
    assert (printed["created"], printed["skipped"], code) == (0, 1, 1)
    assert [(each["record"], each["field"]) for each in printed["problems"]] == [("A1B2", "incident_id")]


def test_same_id_twice_in_a_file_is_taken_once(write: Callable[..., Path]) -> None:
    printed, _progress, _code = run(write(lines(record(), record(summary="Ransomware, another one."))))
    assert (printed["created"], printed["skipped"]) == (1, 1)


def test_record_with_a_lint_problem_is_created_and_says_so(write: Callable[..., Path]) -> None:
    printed, _progress, code = run(write(lines(record(plus={"created": "2020-01-01"}, house_rule="kept"))))
    assert (printed["created"], code) == (1, 1)
    assert {each["field"] for each in printed["problems"]} == {"timeline.incident", "house_rule"}
    assert all(each["record"] == "A1B2" and each["message"] for each in printed["problems"])
    assert IncidentReport.objects.get().raw["house_rule"] == "kept"


def test_record_that_cannot_be_read_counts_as_skipped(write: Callable[..., Path]) -> None:
    printed, _progress, code = run(write(lines(record()) + b"\n{broken\n[1]\n" + lines(record(schema_version="1.2"))))
    assert (printed["created"], printed["skipped"], code) == (1, 3, 1)
    assert len(printed["problems"]) == 3


def test_dry_run_says_the_same_and_writes_nothing(write: Callable[..., Path]) -> None:
    printed, _progress, _code = run(write(lines(*MANY)), "--dry-run")
    assert printed["created"] == 250
    assert not IncidentReport.objects.exists()
    assert not TlpLabel.objects.exists()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (json.dumps(MANY)[:-300].encode(), "1"),
        (json.dumps([record(summary="止まった")], ensure_ascii=False).encode("cp932"), "UTF-8"),
        (b"", ""),
        (b"no JSON at all", "1"),
    ],
    ids=["truncated", "wrong encoding", "empty", "no JSON"],
)
def test_file_that_cannot_be_read_creates_nothing(content: bytes, place: str, write: Callable[..., Path]) -> None:
    assert place in refused(write(content))


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "missing.json" in refused(tmp_path / "missing.json")


def test_csv_is_known_by_its_name_or_said(write: Callable[..., Path]) -> None:
    content = b"incident_id,schema_version,security_incident,summary,victim.industry,action.malware.variety\n"
    content += b"A,1.4.1,Confirmed,Ransomware came.,332613,Ransomware\n"
    assert run(write(content, "records.csv"))[0]["created"] == 1
    report = IncidentReport.objects.get()
    assert (report.facts["industry"], report.facts["incident_types"]) == ("E", ["ransomware"])
    assert run(write(content, "records.txt"), "--format", "csv")[0]["skipped"] == 1


def test_broken_rows_are_counted_and_the_others_taken_in(write: Callable[..., Path]) -> None:
    rows = [f"R{n},1.4.1,Confirmed,Ransomware came." if n % 40 else 'R,"stray' for n in range(2000)]
    content = "\n".join(["incident_id,schema_version,security_incident,summary", *rows]).encode()
    printed, _progress, code = run(write(content, "records.csv"))
    assert (printed["created"], printed["skipped"], code) == (1950, 50, 1)


def test_what_was_imported_lies_sealed(write: Callable[..., Path]) -> None:
    run(write(lines(record())))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM practices_incidentreport")
        stored = str(cursor.fetchall())
    assert "Fictional Springs" not in stored
    assert "A1B2" not in stored


def test_import_that_breaks_off_goes_on_where_it_stopped(write: Callable[..., Path], monkeypatch: Any) -> None:
    path, calls = write(lines(*MANY)), []
    whole = IncidentReport.objects.bulk_create

    def break_off(reports: Any) -> Any:
        calls.append(len(reports))
        if len(calls) == 2:
            raise RuntimeError
        return whole(reports)

    monkeypatch.setattr(IncidentReport.objects, "bulk_create", break_off)
    with pytest.raises(RuntimeError):
        run(path)
    assert IncidentReport.objects.count() == 100
    monkeypatch.undo()
    assert run(path)[0] == {"created": 150, "skipped": 100, "problems": []}


def test_import_changes_nothing_public(write: Callable[..., Path], released: Case, client: Any) -> None:
    addresses = ["/", "/cases/", "/cases/feed.atom", "/sitemap.xml", "/api/v1/cases", "/api/v1/stats/cases"]
    IndexJob.objects.all().delete()
    before = (content_version(), CasePage.objects.count(), [client.get(address).content for address in addresses])
    run(write(lines(*MANY)))
    after = (content_version(), CasePage.objects.count(), [client.get(address).content for address in addresses])
    assert after == before
    assert not IndexJob.objects.exists()


def test_imported_report_is_for_reviewers_only(write: Callable[..., Path], make_person: Callable[..., User]) -> None:
    run(write(lines(record())))
    reviewer, member = make_person(Role.REVIEWER, region="kanto"), make_person(Role.MEMBER)
    administrator = make_person(Role.ADMINISTRATOR, is_superuser=True)
    assert IncidentReport.objects.visible_to(reviewer).count() == 1
    assert not IncidentReport.objects.visible_to(member).exists()
    assert not IncidentReport.objects.visible_to(administrator).exists()

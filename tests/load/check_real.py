"""`make check-real DATA=folder`: real incident records (VERIS, JSON lines) on the whole way, in a database that is
thrown away. Nothing of them is stored, shown or printed but figures and the numbers of the records that failed.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from practices.actions.import_reports import ReportImport, import_reports
from practices.exchange import read_veris
from practices.models import IncidentReport
from practices.queries.findings import own_names
from practices.queries.surfaces import surrounding_page
from tests.factories.reviews import People
from tests.factories.search import index, lists
from tests.load.report import write_report
from tests.practices.whole_way import make_hub, places_with_name, public_state, released

__all__ = ["index", "lists"]
pytestmark = pytest.mark.django_db
CASES = int(os.environ.get("CASES", "50"))
LONG_ENOUGH = 40
IMPORT_WITHIN_S = 60


def files() -> list[Path]:
    """The files of the folder named."""
    found = sorted(Path(os.environ["SECUNITY_REAL_DATA"]).glob("*.jsonl"))
    assert found, "There are no .jsonl files in the folder of DATA."
    return found


@pytest.fixture
def people(lists: object) -> People:
    return make_hub()


def imported() -> Iterator[tuple[str, ReportImport, float]]:
    """(file, outcome, seconds) of each file."""
    for path in files():
        started = time.perf_counter()
        *_before, outcome = import_reports(reads=read_veris(path.read_bytes()))
        yield path.name, outcome, time.perf_counter() - started


def test_real_records(index: Callable[[], int], people: People, client: Client) -> None:
    before, rows = public_state(client), []
    for name, outcome, seconds in imported():
        counts = outcome.as_json()
        assert counts["created"] + counts["skipped"] == outcome.total, name
        assert seconds <= IMPORT_WITHIN_S, name
        row = {
            "step": f"import {name}",
            "records": outcome.total,
            "done": counts["created"],
            "seconds": round(seconds, 1),
        }
        rows.append({**row, "said": len(counts["problems"])})
    index()
    assert public_state(client) == before, "The import has changed something public."
    rows += _taken_through(people, index)
    print(f"\nwritten to {write_report('real', rows)}")
    assert rows[-1]["said"] == 0, "A name of a victim stands in public."
    assert rows[-1]["done"] == CASES, "Not every record came through."


def _taken_through(people: People, index: Callable[[], int]) -> list[dict[str, object]]:
    """The whole way of a fixed choice of records; `done` came out, `said` are places with a name of a victim."""
    started, kept, named, around = time.perf_counter(), Counter[str](), 0, surrounding_page()
    for report in _chosen():
        number = f"{report.raw.get('incident_id')}"
        try:
            case = released(report, people, index)
        except ValidationError as error:
            kept["; ".join(error.messages)[:100]] += 1
            print(f"{number}: {error.messages[:2]}")
            continue
        kept["released"] += 1
        if places := places_with_name(case, report.texts["victim"], around=around):
            named += len(places)
            print(f"{number}: named in {sorted({place.partition(':')[0] for place in places})}")
    seconds = round(time.perf_counter() - started, 1)
    row = {"step": "draft to release", "records": kept.total(), "done": kept["released"], "seconds": seconds}
    return [{**row, "said": named}]


def _chosen() -> list[IncidentReport]:
    """So many records that name their victim and tell something, always the same ones."""
    told = [
        each
        for each in IncidentReport.objects.order_by("pk")
        if own_names(each) and len(str(each.texts.get("what_happened", ""))) > LONG_ENOUGH
    ]
    return random.Random(1).sample(told, CASES)  # noqa: S311 - a fixed choice, nothing secret

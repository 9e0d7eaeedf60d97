"""Imported records on their whole way to a public case: no way to write the victim's name stands anywhere."""

from collections.abc import Callable

import pytest

from practices.actions.import_reports import import_reports
from practices.exchange import read_veris
from practices.models import IncidentReport
from tests.factories.reviews import People
from tests.factories.search import index, lists
from tests.practices.exchange.records import lines, record
from tests.practices.whole_way import make_hub, places_with_name, released

__all__ = ["index", "lists"]
pytestmark = pytest.mark.django_db

SHAPES = [
    (
        "Fictional Springs, Inc.",
        "Ransomware stopped the order system of Fictional Springs; fictionalsprings.example was down.",
    ),
    (
        "Invented Valley Health System",
        "A nurse of Invented Valley Health (IVHS) opened a mail; 4,213 patients were told.",
    ),
    ("架空精密工業株式会社", "架空精密工業の社員のIDで入られ、(株)架空精密工業の図面が読めなくなりました。"),
    ("Université d'Exemple", "Une erreur: Universite d’Exemple put a list of students on its site."),
]


def taken_in() -> list[IncidentReport]:
    records = [
        record(incident_id=f"W{number}", summary=summary, victim={"victim_id": name, "industry": "332613"})
        for number, (name, summary) in enumerate(SHAPES)
    ]
    for _outcome in import_reports(reads=read_veris(lines(*records))):
        pass
    return list(IncidentReport.objects.order_by("pk"))


@pytest.fixture
def people(lists: object) -> People:
    return make_hub()


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_name_of_the_victim_is_nowhere(number: int, index: Callable[[], int], people: People) -> None:
    report = taken_in()[number]
    case = released(report, people, index)
    assert case.is_public
    assert places_with_name(case, report.texts["victim"]) == []


def test_search_for_names_finds_them(index: Callable[[], int], people: People) -> None:
    """The check itself can fail: a word of the page counts as found when it is called the victim's name."""
    case = released(taken_in()[0], people, index)
    assert case.latest is not None
    assert places_with_name(case, case.latest.texts.get().title)

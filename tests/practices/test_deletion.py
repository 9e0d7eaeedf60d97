"""Reports that were taken back are erased after a period, with files and everything written about them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from community.tasks import all_periods
from practices.actions.attachments import add_attachment
from practices.actions.publication import release_review
from practices.actions.reports import withdraw_report
from practices.actions.responses import open_response
from practices.models import CaseVersion, IncidentReport, RedactionEntry
from tests.factories.reviews import TEXTS, People, make_people, make_report, ready
from tests.factories.search import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db
PERIOD = next(period for period in all_periods() if period.code == "reports")


@pytest.fixture
def people(lists: object) -> People:
    return make_people()


def take_back(report: IncidentReport, people: People, *, days_ago: int) -> IncidentReport:
    withdraw_report(report=report, editor=people.reporter)
    IncidentReport.objects.filter(pk=report.pk).update(withdrawn_at=timezone.now() - dt.timedelta(days=days_ago))
    return report


def test_report_is_deleted_with_its_files(
    people: People, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DATA_DIR = tmp_path
    report = make_report(people)
    file = SimpleUploadedFile("画面.txt", "受注サーバ".encode())
    path = add_attachment(report=report, editor=people.reporter, file=file).path
    assert path.exists()
    take_back(report, people, days_ago=PERIOD.days + 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert PERIOD.run() == 1
    assert not IncidentReport.objects.filter(pk=report.pk).exists()
    assert not path.exists()


def test_report_stays_until_the_period_is_over_and_others_for_good(people: People) -> None:
    take_back(make_report(people), people, days_ago=PERIOD.days - 1)
    make_report(people)
    assert PERIOD.run() == 0
    assert IncidentReport.objects.count() == 2


def test_report_of_a_released_case_is_emptied_and_the_gate_goes_on_to_remember(people: People) -> None:
    review = ready(people)
    version = release_review(review=review)
    take_back(review.report, people, days_ago=PERIOD.days + 1)
    assert PERIOD.run() == 1
    assert PERIOD.run() == 0
    report = IncidentReport.objects.get(pk=review.report_id)
    review.refresh_from_db()
    assert (report.facts, report.texts, report.raw, report.reporter) == ({}, {}, None, None)
    assert (review.fields, review.findings, review.projection) == ({}, [], None)
    assert CaseVersion.objects.get(pk=version.pk).released_at
    assert RedactionEntry.objects.filter(version=version).exists()


def test_figures_of_the_helper_team_stay_without_words(people: People) -> None:
    report = make_report(people)
    report.helpers.create(user=people.organiser)
    response = open_response(
        opener=people.organiser, region=report.region, report=report, subject=TEXTS["title"], at=timezone.now()
    )
    take_back(report, people, days_ago=PERIOD.days + 1)
    assert PERIOD.run() == 1
    response.refresh_from_db()
    assert response.subject == ""
    assert response.entries.count() == 1


def test_nothing_written_is_left_in_the_database(people: People) -> None:
    review = ready(people)
    report = take_back(review.report, people, days_ago=PERIOD.days + 1)
    PERIOD.run()
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, texts, raw FROM practices_incidentreport WHERE id = %s", [report.pk])
        row = cursor.fetchone()
    assert max(len(str(each or "")) for each in row) < 200

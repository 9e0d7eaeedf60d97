"""Files of a report: sealed at rest, only what cannot run, only for those who may see the report."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import ModelLogEntry

from community.models import Organisation, Role, User
from practices.actions.attachments import MOST_FILES, add_attachment, open_attachment, remove_attachment
from practices.actions.reports import withdraw_report
from practices.models import IncidentReport, ReportAttachment, sealed_folder
from secunity.core.actions.file_types import LARGEST_FILE
from secunity.core.sealing import BrokenSealError
from tests.factories.practices import make_report

People = Callable[..., User]
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"


@pytest.fixture
def report(reporter: User, firm: Organisation) -> IncidentReport:
    return make_report(reporter, firm)


def add(report: IncidentReport, name: str = "画面.png", content: bytes = PNG) -> ReportAttachment:
    assert report.reporter is not None
    return add_attachment(report=report, editor=report.reporter, file=SimpleUploadedFile(name, content))


def test_file_lies_sealed_outside_what_is_served(report: IncidentReport) -> None:
    attachment = add(report)
    stored = attachment.path.read_bytes()
    assert PNG not in stored
    assert "画面" not in str(attachment.path)
    assert sealed_folder() in attachment.path.parents
    assert settings.MEDIA_ROOT not in attachment.path.parents
    assert open_attachment(attachment) == PNG


def test_changed_file_does_not_open(report: IncidentReport) -> None:
    attachment = add(report)
    attachment.path.write_text("changed", encoding="ascii")
    with pytest.raises(BrokenSealError):
        open_attachment(attachment)


def test_refused_file_leaves_nothing(report: IncidentReport) -> None:
    before = set(sealed_folder().rglob("*"))
    with pytest.raises(ValidationError):
        add(report, "a.svg", b"<svg/>")
    with pytest.raises(ValidationError):
        add(report, "a.txt", b"x" * (LARGEST_FILE + 1))
    assert not report.attachments.exists()
    assert set(sealed_folder().rglob("*")) == before


def test_number_of_files_is_bounded(report: IncidentReport) -> None:
    for _ in range(MOST_FILES):
        add(report, "a.txt", b"x")
    with pytest.raises(ValidationError):
        add(report, "a.txt", b"x")


def test_download_is_for_those_who_see_the_report_and_never_shown_in_place(
    report: IncidentReport, reporter: User, make_person: People, sign_in: Callable[..., Client]
) -> None:
    address = f"/members/reports/{report.key}/files/{add(report).key}/"
    response = sign_in(make_person(Role.REVIEWER, region="kinki")).get(address)
    assert response.content == PNG
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E7%94%BB%E9%9D%A2.png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert ModelLogEntry.objects.filter(action="secunity.access").count() == 1
    assert sign_in(make_person(Role.MEMBER)).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    withdraw_report(report=report, editor=reporter)
    assert sign_in(make_person(Role.REVIEWER, region="kinki")).get(address).status_code == 404


def test_file_of_another_report_is_not_found_under_this_one(
    report: IncidentReport, reporter: User, firm: Organisation, sign_in: Callable[..., Client]
) -> None:
    other = add(make_report(reporter, firm))
    assert sign_in(reporter).get(f"/members/reports/{report.key}/files/{other.key}/").status_code == 404


def test_several_files_are_taken_each_for_itself(
    report: IncidentReport, reporter: User, sign_in: Callable[..., Client]
) -> None:
    address = f"/members/reports/{report.key}/files/"
    files = [SimpleUploadedFile("a.txt", b"x"), SimpleUploadedFile("../b.svg", b"<svg/>")]
    response = sign_in(reporter).post(address, {"attachments": files, "add": ""})
    assert response.status_code == 422
    assert "b.svg" in response.content.decode()
    assert [each.name for each in report.attachments.all()] == ["a.txt"]


def test_removed_file_is_gone_from_disk(
    report: IncidentReport, reporter: User, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = add(report)
    path = attachment.path
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=attachment, editor=reporter)
    assert not path.exists()
    assert not report.attachments.exists()

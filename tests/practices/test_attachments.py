"""Files of a report: sealed at rest, only what cannot run, only for those who may see the report."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import ModelLogEntry

from community.models import Organisation, Role, User
from practices.actions.attachments import (
    LARGEST_FILE,
    MOST_FILES,
    add_attachment,
    open_attachment,
    remove_attachment,
)
from practices.actions.file_types import FileRefusedError, checked_type, safe_name
from practices.actions.reports import withdraw_report
from practices.models import IncidentReport, ReportAttachment, sealed_folder
from secunity.core.sealing import BrokenSealError
from tests.factories.practices import make_report

People = Callable[..., User]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"


def document(*parts: str, types: str = "<Types/>") -> bytes:
    """A zip as office documents are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for part in parts:
            archive.writestr(part, "x")
    return content.getvalue()


@pytest.fixture
def report(reporter: User, firm: Organisation) -> IncidentReport:
    return make_report(reporter, firm)


def add(report: IncidentReport, name: str = "画面.png", content: bytes = PNG) -> ReportAttachment:
    assert report.reporter is not None
    return add_attachment(report=report, editor=report.reporter, file=SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9"),
        ("a.docx", document("word/document.xml")),
        ("a.xlsx", document("xl/workbook.xml")),
        ("a.odt", document("content.xml")),
        ("a.txt", "受注サーバ".encode()),
        ("a.csv", "受注,サーバ".encode("cp932")),
        ("a.eml", b"From: a@example.jp\n\n<html></html>"),
    ],
)
def test_allowed_files_are_taken(name: str, content: bytes) -> None:
    assert checked_type(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"<!DOCTYPE html><script>1</script>"),
        ("a.html", b"<html>"),
        ("a.exe", b"MZ\x90\0"),
        ("a.pdf", b"MZ\x90\0"),
        ("a.txt", b"MZ\x90\0"),
        ("a.png", PDF),
        ("a.pdf.exe", PDF),
        ("a.zip", document("a.txt")),
        ("a", PDF),
        ("", PDF),
        ("a.pdf", b""),
        ("a.pdf", PDF + b"/OpenAction << /S /JavaScript /JS (1) >>"),
        ("a.docm", document("word/document.xml")),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.docx", document("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", document("word/document.xml", "word/harmless.bin", types="<Types>macroEnabled.main+xml</Types>")),
        ("a.xlsx", document("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
        ("a.docx", document("word/document.xml", "word/embeddings/oleObject1.bin")),
        ("a.odt", document("content.xml", "Basic/Standard/Module1.xml")),
        ("a.docx", document("xl/workbook.xml")),
        ("a.docx", b"PK\x03\x04 no zip at all"),
    ],
)
def test_what_can_run_or_hides_what_it_is_gets_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        checked_type(name, content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\taro\\画面.png", "画面.png"),
        ("a\0b\nc\u202egnp.txt", "abcgnp.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("...", "file"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_lose_their_folders_and_what_could_lead_elsewhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


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

"""Files that people hand in: what is taken, what is refused, and what becomes of their names."""

import io
import zipfile

import pytest

from secunity.core.actions.file_types import LARGEST_FILE, FileRefusedError, checked_type, safe_name

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


def test_only_endings_that_are_asked_for_are_taken() -> None:
    assert checked_type("a.ics", b"BEGIN:VCALENDAR", ("ics", "pdf")) == "text/calendar"
    with pytest.raises(FileRefusedError, match="ics, pdf"):
        checked_type("a.txt", b"x", ("pdf", "ics"))


def test_ending_that_is_asked_for_but_not_known_is_refused() -> None:
    with pytest.raises(FileRefusedError):
        checked_type("a.html", b"x", ("html",))


def test_largest_file_is_taken_and_a_larger_one_refused() -> None:
    assert checked_type("a.txt", b"x" * LARGEST_FILE)
    with pytest.raises(FileRefusedError):
        checked_type("a.txt", b"x" * (LARGEST_FILE + 1))

"""Files that people hand in: name and content have to agree, and nothing that can run is taken."""

import re
import unicodedata
import zipfile
from collections.abc import Collection
from io import BytesIO

import puremagic
from django.utils.translation import gettext as _

LONGEST_NAME = 120
LARGEST_FILE = 10 * 1024 * 1024
# Ending of the name, and the media type it is stored and sent with.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain",
    "log": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "eml": "message/rfc822",
}
WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "doc", "xls", "ppt"}
TEXTS = {"txt", "log", "csv", "eml", "ics"}
# Ending -> the folder or file that a document of this kind has inside its zip.
INSIDE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"} | dict.fromkeys(("odt", "ods", "odp"), "content.xml")
RUNNABLE_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|^basic/|^scripts/|activex|embeddings/.*\.bin|\.exe$", re.I
)
MACRO_CONTENT = b"macroEnabled"
MOST_PARTS, LARGEST_TYPES_PART = 5000, 1_000_000
MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|\?xml)", re.I)
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|XFA)\b")


class FileRefusedError(ValueError):
    """This file is not taken; the message says why, in words for the reader."""


def safe_name(given: str) -> str:
    """The last part of a file's name, without folders, control characters and what could lead elsewhere."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:10]}" if stem else name[:LONGEST_NAME] or "file"


def checked_type(name: str, content: bytes, endings: Collection[str] = tuple(TYPES)) -> str:
    """The media type of a file whose ending is one of `endings` and whose content is what its name says;
    FileRefusedError otherwise."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in WITH_MACROS:
        raise FileRefusedError(_("Documents that can hold macros are not taken. Please save it as PDF."))
    if ending not in TYPES or ending not in endings:
        words = _("Files of this kind are not taken. Allowed are: %(kinds)s")
        raise FileRefusedError(words % {"kinds": ", ".join(sorted(endings))})
    if not content:
        raise FileRefusedError(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise FileRefusedError(_("This file is larger than 10 MB."))
    if not _agrees(ending, content):
        raise FileRefusedError(_("What is in this file does not fit its name."))
    if ending == "pdf" and ACTIVE_PDF.search(content):
        raise FileRefusedError(_("This PDF holds scripts or other files. Please print it to PDF once more."))
    return TYPES[ending]


def _agrees(ending: str, content: bytes) -> bool:
    if ending in TEXTS:
        # A mail holds markup as its content, and is never shown, only handed out.
        return _is_text(content) and (ending == "eml" or not MARKUP.search(content[:2000]))
    if ending in INSIDE:
        return _is_document(ending, content)
    kinds = {match.extension.lstrip(".").lower() for match in _sniffed(content)}
    return bool(kinds & ({"jpg", "jpeg", "jfif"} if ending in {"jpg", "jpeg"} else {ending}))


def _sniffed(content: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return []


def _is_text(content: bytes) -> bool:
    """Whether it is text in an encoding that is in use here."""
    if b"\0" in content:
        return False
    for encoding in ("utf-8-sig", "cp932", "iso2022_jp"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_document(ending: str, content: bytes) -> bool:
    """Whether the zip holds what its ending says, and neither macros nor programs."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS or not any(part.startswith(INSIDE[ending]) for part in names):
                return False
            if any(RUNNABLE_PARTS.search(part) for part in names) or _declares_macros(archive, names):
                raise FileRefusedError(_("Documents with macros are not taken. Please save it as PDF."))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return False
    return True


def _declares_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether its list of content types speaks of macros, under whatever name they lie."""
    if "[Content_Types].xml" not in names:
        return False
    with archive.open("[Content_Types].xml") as part:
        return MACRO_CONTENT in part.read(LARGEST_TYPES_PART)

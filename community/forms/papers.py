"""Papers of a working group: what may be handed in, and whether a file is what its name says."""

import zipfile
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 100
OPEN_DOCUMENTS = {"odp", "ods", "odt"}
OPEN_DOCUMENT_TYPE = b"application/vnd.oasis.opendocument."
# Where an OpenDocument file keeps macros.
MACRO_FOLDERS = ("Basic/", "Scripts/")


class PaperForm(forms.Form):
    """A title and a file."""

    title = forms.CharField(label=gettext_lazy("Title of the paper"), max_length=120)
    file = forms.FileField(label=gettext_lazy("File"), max_length=LONGEST_NAME)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        words = _("Up to %(size)s MB: %(kinds)s. Documents with macros are refused.")
        self.fields["file"].help_text = words % {"size": LARGEST // MEGABYTE, "kinds": kinds}

    def clean_file(self) -> UploadedFile:
        """The file, if it is small enough and what its name says."""
        file: UploadedFile = self.cleaned_data["file"]
        ending = PurePath(file.name or "").suffix.lower().removeprefix(".")
        if ending not in settings.WAGTAILDOCS_EXTENSIONS:
            raise ValidationError(_("Files of this kind are not taken here. Please save it as a PDF."))
        if (file.size or 0) > LARGEST:
            words = _("The file is larger than %(size)s MB. Please make it smaller or split it.")
            raise ValidationError(words % {"size": LARGEST // MEGABYTE})
        if not _is_what_it_says(file, ending):
            raise ValidationError(_("The file is not what its name says. Please save it again and try once more."))
        file.seek(0)
        return file


def _is_what_it_says(file: UploadedFile, ending: str) -> bool:
    file.seek(0)
    if ending == "pdf":
        return file.read(5) == b"%PDF-"
    if ending in OPEN_DOCUMENTS:
        return _is_open_document(file)
    return _is_text(file.read())


def _is_open_document(file: UploadedFile) -> bool:
    """A zip that says so in its first entry, and holds no macros."""
    try:
        with zipfile.ZipFile(file) as packed:
            named = packed.read("mimetype").startswith(OPEN_DOCUMENT_TYPE)
            return named and not any(name.startswith(MACRO_FOLDERS) for name in packed.namelist())
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        return False


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return "\0" not in content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False

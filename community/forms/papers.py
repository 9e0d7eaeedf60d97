"""Papers of a working group or a meeting: a title, and a file that is what its name says."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunity.core.actions.file_types import LARGEST_FILE, FileRefusedError, checked_type

LONGEST_NAME = 100


class PaperForm(forms.Form):
    """A title and a file."""

    title = forms.CharField(label=gettext_lazy("Title of the paper"), max_length=120)
    file = forms.FileField(label=gettext_lazy("File"), max_length=LONGEST_NAME)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        self.fields["file"].help_text = _("Up to 10 MB: %(kinds)s. Documents with macros are refused.") % {
            "kinds": kinds
        }

    def clean_file(self) -> UploadedFile:
        """The file, if it is small enough and what its name says."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            checked_type(file.name or "", file.read(LARGEST_FILE + 1), settings.WAGTAILDOCS_EXTENSIONS)
        except FileRefusedError as refusal:
            raise ValidationError(str(refusal)) from refusal
        file.seek(0)
        return file

"""Files that are added to a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each looked at alone."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class FilesForm(forms.Form):
    """Files to be sealed with the report."""

    attachments = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Pictures, PDF, texts, mails and office documents without macros, up to 10 MB each."),
    )

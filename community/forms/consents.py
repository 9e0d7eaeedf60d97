"""Three consents, each for itself, none ticked beforehand; and a new version of a document."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import ConsentDocument

LONGEST_TEXT = 20_000


class ConsentForm(forms.Form):
    """One box for each document, and which version stood beside it."""

    def __init__(self, *args: Any, documents: Iterable[ConsentDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = list(documents)
        for document in self.documents:
            self.fields[document.kind] = forms.BooleanField(
                label=_("I agree: %(title)s (version %(version)s)")
                % {"title": document.title, "version": document.version},
                error_messages={"required": _("Please tick this if you agree. Joining needs all three.")},
            )
            self.fields[f"{document.kind}_version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=document.version, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Nobody agrees to another text than the one they had before them."""
        cleaned = super().clean() or {}
        for document in self.documents:
            read = cleaned.get(f"{document.kind}_version")
            if cleaned.get(document.kind) and read != document.version:
                self.add_error(document.kind, ValidationError(_("This text has changed. Please read it once more.")))
        return cleaned

    def boxes(self) -> list[tuple[ConsentDocument, BoundField, int]]:
        """Each document with its box and the version to be sent along."""
        return [(document, self[document.kind], document.version) for document in self.documents]


class ConsentDocumentForm(forms.Form):
    """The next version of a document in both languages, and what is new in it."""

    text_ja = forms.CharField(
        label=gettext_lazy("Text in Japanese"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 14})
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 14})
    )
    changes_ja = forms.CharField(
        label=gettext_lazy("What changed, in Japanese"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    changes_en = forms.CharField(
        label=gettext_lazy("What changed, in English"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def in_languages(self, name: str) -> dict[str, str]:
        """The words of `name` ("text" or "changes") by language."""
        return {language: self.cleaned_data[f"{name}_{language}"].replace("\r\n", "\n") for language in ("ja", "en")}

"""What is asked of the audit log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.queries.audit import KINDS, AuditQuestion

ANY_DAY = {"type": "date"}


class AuditForm(forms.Form):
    """Narrows the list; every field may stay empty."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    person = forms.EmailField(
        label=_("Mail address of a person"),
        required=False,
        max_length=254,
        help_text=_("What this person did, and what was done with their account."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=ANY_DAY, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs=ANY_DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.label) for kind in KINDS]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Says where the days are the wrong way round."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first."))
        return cleaned

    def question(self) -> AuditQuestion:
        """What is asked, once the form is valid."""
        return AuditQuestion(**{name: value for name, value in self.cleaned_data.items() if value})


class ExportForm(forms.Form):
    """What an export is for."""

    purpose = forms.CharField(
        label=_("What the file is for"),
        min_length=4,
        max_length=200,
        help_text=_("Stands in the audit log together with your name."),
    )

"""The provider's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHANNEL_LABELS = (
    ("site", _("Its page on this site, the lists and the search")),
    ("feed", _("The feed that programs read")),
    ("api", _("The public interface for programs (API)")),
    ("exports", _("Files to download")),
)


class ConsentForm(forms.Form):
    """Yes to some or all channels, or no in words. Nobody is asked for an account."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("I agree to exactly this text")), ("no", _("I do not agree"))],
        widget=forms.RadioSelect,
    )
    channels = forms.MultipleChoiceField(
        label=_("If you agree: where it may be shown"),
        choices=CHANNEL_LABELS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[code for code, _label in CHANNEL_LABELS],
    )
    words = forms.CharField(
        label=_("If you do not agree: what should be different"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("It is kept sealed and never shown."))

    def refuse(self, error: Any) -> None:
        """Put what the action refused onto the fields it belongs to."""
        for field, messages in getattr(error, "error_dict", {None: error}).items():
            self.add_error(field if field in self.fields else None, messages)

"""Forms of the component page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of every kind, sent nowhere: the component page shows it empty and refused."""

    name = forms.CharField(label=_("Name of the company"), max_length=80, help_text=_("As on your letterhead."))
    email = forms.EmailField(label=_("E-mail address"))
    people = forms.ChoiceField(
        label=_("People who work there"),
        choices=[("small", _("up to 20")), ("medium", "21–100"), ("upper", "101–300"), ("large", _("301 and more"))],
    )
    what = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    acts = forms.MultipleChoiceField(
        label=_("What was done about it"),
        choices=[("share", _("Share")), ("report", _("Report")), ("announce", _("Announce"))],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label=_("The company agrees to the text."))

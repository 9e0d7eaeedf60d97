"""The choices about mails."""

from django import forms

from community.models import MailChoice


class MailChoiceForm(forms.ModelForm):
    """When and in which language mails come."""

    class Meta:
        model = MailChoice
        fields = ("digest", "is_told_at_once", "language")
        widgets = {"digest": forms.RadioSelect, "language": forms.RadioSelect}

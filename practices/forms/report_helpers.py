"""Naming somebody who helps with a report."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HelperForm(forms.Form):
    """A member by the mail address of their account."""

    email = forms.EmailField(
        label=_("Mail address of the helper"),
        max_length=254,
        help_text=_("The address with which they sign in to the hub."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

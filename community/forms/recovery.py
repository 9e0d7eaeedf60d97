"""What people type when a phone is lost or a password forgotten."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.actions.recovery import ask_about_address
from community.models import AddressInquiry, RecoveryApproval
from secunity.core.models.language import current_language


class AddressForm(forms.Form):
    """The mail address of an account; nothing tells whether there is one."""

    email = forms.EmailField(
        label=_("Mail address of your account"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ResetPasswordForm(AddressForm):
    """The same for a forgotten password, in the place of allauth's, which mails and looks up within the request."""

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """Take the question down; it is answered in the background."""
        address = self.cleaned_data["email"]
        ask_about_address(kind=AddressInquiry.Kind.PASSWORD, address=address, language=current_language())
        return str(address)


class ApprovalForm(forms.Form):
    """How somebody made sure who it is."""

    method = forms.ChoiceField(
        label=_("How did you make sure who it is?"),
        choices=RecoveryApproval.Method.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how you made sure who it is.")},
    )
    note = forms.CharField(
        label=_("When and where, in a few words"),
        help_text=_("Only those who decide here read it. Please no numbers of documents."),
        max_length=300,
        required=False,
    )


class RefusalForm(forms.Form):
    """Why it does not seem to be the person."""

    reason = forms.CharField(
        label=_("Reason for not approving"),
        help_text=_("The person reads it in a mail."),
        max_length=300,
        error_messages={"required": _("Please write the reason: the person reads it.")},
    )

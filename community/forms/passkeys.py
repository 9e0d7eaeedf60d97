"""Passkeys and security keys get a name; what a browser did not send is refused in words."""

from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAME_LENGTH = 60
# What allauth lets through of a credential that no browser made.
BROKEN = (TypeError, ValueError, KeyError, AttributeError, IndexError)


class AddKeyForm(AddWebAuthnForm):
    """A new key; by default a passkey, which is enough by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of this key")
        self.fields["name"].help_text = gettext_lazy("So that you know it again, for example the name of your phone.")
        self.fields["name"].max_length = NAME_LENGTH
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH
        passwordless = self.fields["passwordless"]
        passwordless.label = gettext_lazy("Use it as a passkey: sign in with this key alone")
        passwordless.help_text = gettext_lazy("The device then asks for your fingerprint, face or PIN.")
        passwordless.initial = True

    def clean_name(self) -> str:
        """A name that fits; nothing typed is refused, for the key may be on the device already."""
        return super().clean_name()[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        """The key as the browser made it."""
        try:
            return dict(super().clean())
        except BROKEN as error:
            raise _unreadable() from error


class RenameKeyForm(EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=gettext_lazy("Name of this key"), max_length=NAME_LENGTH)


class _ReadableKey(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        """The key that answered."""
        try:
            return super().clean_credential()
        except BROKEN as error:
            raise _unreadable() from error


class SignInKeyForm(_ReadableKey, LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class ConfirmKeyForm(_ReadableKey, ReauthenticateWebAuthnForm):
    """Confirm with a key that it is still you."""


def _unreadable() -> ValidationError:
    return ValidationError(_("The key could not be read. Nothing was changed; please try again."))

"""What people write when they join."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from community.models import IndustryDivision, Organisation, Prefecture

LONGEST_NAME = 80
LONGEST_MESSAGE = 1000


class StartForm(forms.Form):
    """The first page: who one is to be here, and where the link is sent."""

    membership_class = forms.ChoiceField(
        label=_("How you want to join"),
        choices=Organisation.MembershipClass.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how you want to join.")},
    )
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link to this address. With it you go on, now or later."),
    )


class PersonForm(forms.Form):
    """Who applies: the responsible person of an organisation, or somebody for themselves."""

    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    post = forms.CharField(label=_("Your post there"), max_length=LONGEST_NAME, required=False)
    prefecture = forms.ModelChoiceField(label=_("Prefecture"), queryset=Prefecture.objects.none())
    industry = forms.ModelChoiceField(
        label=_("Your industry"), queryset=IndustryDivision.objects.none(), required=False
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Only for questions about this application."),
    )
    message = forms.CharField(
        label=_("What you hope for, what you could give"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_listed = forms.BooleanField(
        label=_("Show us in the members' directory once we belong"),
        required=False,
        help_text=_("You decide later what else it shows."),
    )

    def __init__(self, *args: Any, is_for_organisation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("prefecture", "industry") if is_for_organisation else ("post",):
            del self.fields[name]
        if not is_for_organisation:
            _choice(self, "prefecture").queryset = Prefecture.objects.all()
            _choice(self, "industry").queryset = IndustryDivision.objects.all()

    @staticmethod
    def initial_from(facts: dict[str, Any]) -> dict[str, Any]:
        """The form's values from what was kept."""
        return facts | {"prefecture": facts.get("prefecture_id"), "industry": facts.get("industry_id")}

    def facts(self) -> dict[str, Any]:
        """What is kept of it."""
        return _with_codes(self.cleaned_data, ("prefecture", "industry"))


class InvitationForm(forms.Form):
    """Name and password of somebody who comes in by an invitation."""

    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    repeated = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """The two passwords are one."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("repeated") and cleaned["password"] != cleaned["repeated"]:
            self.add_error("repeated", _("The two passwords differ. Please type it again."))
        return cleaned


def _choice(form: forms.Form, name: str) -> forms.ModelChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    return field


def _with_codes(cleaned: dict[str, Any], choices: tuple[str, ...]) -> dict[str, Any]:
    return dict(_kept(cleaned, choices))


def _kept(cleaned: dict[str, Any], choices: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, value in cleaned.items():
        if name in choices:
            yield f"{name}_id", value.pk if value else None
        else:
            yield name, value

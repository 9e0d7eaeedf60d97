"""Forms in which roles are given, taken and decided about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import GROUP_ROLES, REGIONAL_ROLES, Region, Role, User, WorkingGroup
from community.queries.grants import fits_scope, grantable_roles, grantable_scopes

HUB = "hub"
ScopeChoice = tuple[str, list[tuple[str, str]]]


class ProposalForm(forms.Form):
    """Who gets which role where, and why. `giver` sees only what they could give."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address of the person"),
        max_length=254,
        help_text=gettext_lazy("The address with which they sign in to the hub."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    scope = forms.ChoiceField(label=gettext_lazy("For"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        help_text=gettext_lazy("The second person reads it, and so does the audit. No personal details, please."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in grantable_roles(giver)]  # type: ignore[attr-defined]
        self.fields["scope"].choices = _scopes(giver)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds `user`, `region` and `working_group`; says where role and scope do not fit."""
        cleaned = super().clean() or {}
        region, group = _place(cleaned.get("scope", HUB))
        role = cleaned.get("role")
        if role and not fits_scope(Role(role), region, group):
            self.add_error("scope", _scope_words(role))
        return {**cleaned, "region": region, "working_group": group}

    def clean_email(self) -> User:
        """The person; only somebody with an account can get a role."""
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise ValidationError(_("Nobody signs in with this address. Please invite the person first."))
        return person


class AnswerForm(forms.Form):
    """Why a proposal is declined."""

    answer = forms.CharField(
        label=gettext_lazy("Reason for declining"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _scopes(giver: User) -> list[Any]:
    regions, groups = grantable_scopes(giver)
    choices: list[Any] = [(HUB, _("the whole hub"))]
    if regions:
        choices.append((_("Region"), [(f"region:{region.pk}", str(region)) for region in regions]))
    if groups:
        choices.append((_("Working group"), [(f"group:{group.pk}", str(group)) for group in groups]))
    return choices


def _place(scope: str) -> tuple[Region | None, WorkingGroup | None]:
    kind, _colon, code = scope.partition(":")
    if kind == "region":
        return Region.objects.filter(pk=code).first(), None
    return None, WorkingGroup.objects.filter(pk=code).first() if kind == "group" else None


def _scope_words(role: str) -> str:
    if role in REGIONAL_ROLES:
        return _("%(role)s is a role for a region: please choose one.") % {"role": Role(role).label}
    if role in GROUP_ROLES:
        return _("%(role)s is a role for a working group: please choose one.") % {"role": Role(role).label}
    return _("%(role)s is a role for the whole hub.") % {"role": Role(role).label}

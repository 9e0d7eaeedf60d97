"""Forms of the working groups' own pages."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Organisation, Seat, User, WorkingGroup, WorkingGroupDecision
from community.queries import organisations_of

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

RESERVED_CODES = {"new"}


class JoinForm(forms.Form):
    """On which seat somebody would take part, and what they would bring in."""

    seat = forms.ChoiceField(
        label=gettext_lazy("How would you take part?"), choices=Seat.choices, widget=forms.RadioSelect
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    message = forms.CharField(
        label=gettext_lazy("What you would like to bring in"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The chair and the secretary read it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = organisations_of(user)
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        if not own.exists():
            del self.fields["organisation"]
            self.fields["seat"].choices = [(Seat.EXPERT.value, Seat.EXPERT.label)]  # type: ignore[attr-defined]
            self.fields["seat"].initial = Seat.EXPERT.value

    def clean(self) -> dict[str, Any]:
        """An organisation's seat names the organisation."""
        cleaned = super().clean() or {}
        if cleaned.get("seat") == Seat.ORGANISATION and not cleaned.get("organisation"):
            self.add_error("organisation", _("Please choose an organisation you belong to."))
        return cleaned


class AnswerForm(forms.Form):
    """Why somebody is not let in."""

    answer = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The person who asked will read it."),
    )


class DecisionForm(forms.ModelForm):
    """A decision of the working group."""

    class Meta:
        model = WorkingGroupDecision
        fields: ClassVar[list[str]] = ["decided_on", "text_ja", "text_en", "is_public"]
        widgets: ClassVar[dict[str, Any]] = {
            "decided_on": DAY,
            "text_ja": forms.Textarea(attrs={"rows": 3, "lang": "ja"}),
            "text_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }

    def clean_decided_on(self) -> Any:
        """Decisions are kept once they were taken."""
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Please give today or an earlier day."))
        return day


class WorkingGroupForm(forms.ModelForm):
    """What a working group is called, what it is for and how it meets, in both languages."""

    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("It is kept beside the earlier name."),
    )

    class Meta:
        model = WorkingGroup
        fields: ClassVar[list[str]] = [
            "code",
            "name_ja",
            "name_en",
            "aim_ja",
            "aim_en",
            "meeting_mode_ja",
            "meeting_mode_en",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "aim_ja": forms.Textarea(attrs={"rows": 3, "lang": "ja"}),
            "aim_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }
        labels: ClassVar[dict[str, Any]] = {"code": gettext_lazy("Code in the address")}
        help_texts: ClassVar[dict[str, Any]] = {
            "code": gettext_lazy("Small letters, digits and hyphens. It stays the same for ever.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code" if self.instance.pk else "reason"]

    def clean_code(self) -> str:
        """Addresses are written small, and one is the page on which groups are opened."""
        code = str(self.cleaned_data["code"]).lower()
        if code in RESERVED_CODES:
            raise ValidationError(_("This code is an address of the site itself. Please choose another one."))
        return code

    def words(self) -> dict[str, str]:
        """Everything but the code."""
        return {name: value for name, value in self.cleaned_data.items() if name != "code"}


class CloseForm(forms.Form):
    """Why a working group ends its work."""

    note_ja = forms.CharField(label=gettext_lazy("Why it closed, in Japanese"), max_length=400)
    note_en = forms.CharField(label=gettext_lazy("Why it closed, in English"), max_length=400, required=False)

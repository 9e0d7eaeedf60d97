"""Forms of registration and of the meeting's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import MeetingSeries
from events.models.video import LONGEST_URL, check_call_url

MOST_WEEKS = 8


class RegisterForm(forms.Form):
    """What somebody wants to tell the organisers."""

    message = forms.CharField(
        label=gettext_lazy("Note to the organisers"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "For example what you need in order to take part. Only those who hold the meeting read it."
        ),
    )


class CallForm(forms.Form):
    """The address of the video call."""

    call_url = forms.CharField(
        label=gettext_lazy("Address of the video call"),
        required=False,
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Any service with an https address. Leave it empty to have a new one made."),
    )

    def clean_call_url(self) -> str:
        """Nothing, or an address that a browser may be sent to."""
        url = str(self.cleaned_data["call_url"]).strip()
        return check_call_url(url) if url else ""


class CancelForm(forms.Form):
    """Why the meeting does not take place."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It stands on the page and in the mail."),
    )


class SeriesForm(forms.Form):
    """How a meeting comes again."""

    rule = forms.ChoiceField(label=gettext_lazy("It comes again"), choices=MeetingSeries.Rule.choices)
    interval = forms.IntegerField(
        label=gettext_lazy("Every how many weeks"), min_value=1, max_value=MOST_WEEKS, initial=1, required=False
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """A number of weeks means something in a weekly rule only."""
        cleaned = super().clean() or {}
        cleaned["interval"] = cleaned.get("interval") or 1
        if cleaned.get("rule") == MeetingSeries.Rule.MONTHLY and cleaned["interval"] != 1:
            raise ValidationError({"interval": _("A number of weeks is for weekly meetings. Leave it at 1.")})
        return cleaned


class AttendanceForm(forms.Form):
    """Who was there: the people of the list, and those of them who were ticked. Numbers of others mean nothing."""

    def __init__(self, *args: Any, people: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"] = forms.TypedMultipleChoiceField(
            coerce=int, required=False, choices=[(pk, str(pk)) for pk in people]
        )

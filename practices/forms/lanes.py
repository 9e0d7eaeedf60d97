"""Writing in one row of a lane."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.answers import long_text
from practices.models import DisclosureLane


def moment(label: Any) -> forms.DateTimeField:
    """A day with a time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, required=False)


class LaneForm(forms.Form):
    """Whom to tell what, until when, and whether it has been done."""

    use_required_attribute = False

    lane = forms.ChoiceField(label=_("Lane"), choices=DisclosureLane.Lane.choices)
    recipient = forms.CharField(label=_("Recipient"), max_length=200)
    victim_information = long_text(_("What is said about ourselves"), _("Only to those who need it."))
    technique_information = long_text(
        _("What is said about the attack"), _("Names nobody, so it can travel early and further.")
    )
    deadline = forms.DateField(
        label=_("Deadline"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    sent_at = moment(_("Sent on"))
    acknowledged_at = moment(_("Acknowledged on"))
    note = long_text(_("Note"), rows=2)
    is_set_aside = forms.BooleanField(label=_("We do not need this"), required=False)

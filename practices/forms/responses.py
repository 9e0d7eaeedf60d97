"""Opening and writing the response log."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Organisation, Region
from practices.forms.answers import YenField, long_text
from practices.models import ResponseEntry


def when(label: Any) -> forms.DateTimeField:
    """A day and a time, by default now."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, initial=timezone.localtime)


class AlertForm(forms.Form):
    """The alert with which a log begins."""

    use_required_attribute = False

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    subject = forms.CharField(
        label=_("What the alert says"), max_length=200, help_text=_("Only the helper team and reviewers read it.")
    )
    at = when(_("Alert on"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        help_text=_("May stay open; the figures need only the region."),
    )

    def __init__(self, *args: Any, regions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        organisations = Organisation.objects.filter(prefecture__region__in=regions).order_by("kana", "name_ja")
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if len(regions) == 1:
            self.fields["region"].initial = regions[0].pk


class EntryForm(forms.Form):
    """One step of the response."""

    use_required_attribute = False

    stage = forms.ChoiceField(label=_("Step"))
    at = when(_("Began on"))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0, max_value=1000, decimal_places=2, required=False, initial=Decimal(0)
    )
    who = forms.CharField(label=_("Who"), max_length=200, required=False)
    cost_yen = YenField(label=_("Cost in yen"), required=False, max_length=30)
    cost_bearer = forms.ChoiceField(label=_("Borne by"), choices=ResponseEntry.Bearer.choices, required=False)
    note = long_text(_("Note"), rows=3)

    def __init__(self, *args: Any, stages: list[ResponseEntry.Stage], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in stages]  # type: ignore[attr-defined]

    def clean_hours(self) -> Decimal:
        """Nought where nothing was written."""
        return self.cleaned_data.get("hours") or Decimal(0)

    def clean_cost_yen(self) -> int:
        """Nought where nothing was written."""
        return self.cleaned_data.get("cost_yen") or 0

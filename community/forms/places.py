"""Forms of the organisers' page on regions and communities."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import MicArea, Problem, Region

VIEWS = ("meti", "mic")
HALF_A_YEAR = dt.timedelta(days=183)


class FactCheckForm(forms.Form):
    """When somebody looks over the facts again."""

    review_by = forms.DateField(
        label=gettext_lazy("Look again by"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=lambda: timezone.localdate() + HALF_A_YEAR,
    )


class ProblemForm(forms.ModelForm):
    """A problem in both languages, and where it stands."""

    class Meta:
        model = Problem
        fields: ClassVar[list[str]] = ["text_ja", "text_en", "state", "outcome_ja", "outcome_en"]
        widgets: ClassVar[dict[str, Any]] = {
            name: forms.Textarea(attrs={"rows": 3, "lang": name[-2:]})
            for name in ("text_ja", "text_en", "outcome_ja", "outcome_en")
        }

    def clean(self) -> dict[str, Any]:
        """Others learn from a solved problem only if it says what helped."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == Problem.State.SOLVED and not cleaned.get("outcome_ja"):
            self.add_error("outcome_ja", _("Please say in a sentence what helped."))
        return cleaned


class ProblemFilterForm(forms.Form):
    """Which problems the list shows: by area of either ministry, open ones or all."""

    view = forms.CharField(required=False)
    area = forms.CharField(required=False)
    state = forms.CharField(required=False)

    def clean_view(self) -> str:
        """METI's areas unless MIC's are asked for."""
        view = self.cleaned_data["view"] or "meti"
        if view not in VIEWS:
            raise ValidationError(_("The areas are METI's nine or MIC's eleven."))
        return view

    def clean_area(self) -> Region | MicArea | None:
        """The area of the view that was chosen; fields are cleaned in their order."""
        code = self.cleaned_data["area"]
        if not code:
            return None
        model = MicArea if self.cleaned_data.get("view") == "mic" else Region
        found = model.objects.filter(pk=code).first()
        if found is None:
            raise ValidationError(_("There is no such area. All areas are shown."))
        return found

    def clean_state(self) -> str:
        """`all`, or else those that look for help."""
        return "all" if self.cleaned_data["state"] == "all" else "open"

"""Where an organisation stands with a practice."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Organisation, User
from community.queries import organisations_of
from practices.forms.answers import long_text
from practices.models import PracticeAdoption
from practices.models.practice import Effort


class AdoptionForm(forms.Form):
    """One answer for one organisation; the organisation is asked for only where there are several."""

    use_required_attribute = False

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    state = forms.ChoiceField(label=_("Where you stand"), choices=PracticeAdoption.State.choices)
    since = forms.DateField(
        label=_("Since"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    effort = forms.ChoiceField(
        label=_("How much effort it took"), choices=[("", _("Not known yet")), *Effort.choices], required=False
    )
    note = long_text(_("Why, and what you noticed"), _("Seen by your own organisation only."), rows=3)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["organisation"]
        own.queryset = organisations_of(reader).order_by("name_ja")

"""What somebody says of their own firm to see cases like it; nothing of it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import IndustryDivision, Region, SizeBand


class LikeMineForm(forms.Form):
    """Three answers, each of which may be left open."""

    use_required_attribute = False

    industry = forms.ChoiceField(label=_("Industry"), required=False)
    size = forms.ChoiceField(label=_("Size of the firm"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = {
            "industry": IndustryDivision.objects.all(),
            "size": SizeBand.objects.filter(parent=None),
            "region": Region.objects.all(),
        }
        for name, rows in terms.items():
            field: Any = self.fields[name]
            field.choices = [("", _("Any")), *((row.pk, row.name) for row in rows)]

"""What one shows in the directory, and what one looks for there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Contact, DirectoryEntry, IndustryDivision, Organisation, Region, SizeBand
from community.queries.directory import OFFERS, DirectoryQuestion

CIRCLES = ("place_for", "industry_for", "size_for", "offers_for", "people_for", "contact_for")


def all_fit(several: Iterable[forms.BaseForm]) -> bool:
    """Whether all of these forms are in order; each is looked at, so that every problem shows at once."""
    return False not in [form.is_valid() for form in several]


class QuestionForm(forms.Form):
    """Filters of the directory; what is unknown narrows nothing and is named."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind of member"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    offers = forms.MultipleChoiceField(label=_("Offers"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("all"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [anything, *Organisation.MembershipClass.choices],
            "region": [anything, *((each.pk, each.name) for each in Region.objects.all())],
            "industry": [anything, *((each.pk, each.short) for each in IndustryDivision.objects.all())],
            "size": [anything, *((each.pk, each.name) for each in SizeBand.objects.filter(parent=None))],
            "offers": [(name, DirectoryEntry._meta.get_field(name).verbose_name) for name in OFFERS],  # type: ignore[union-attr]
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def question(self) -> DirectoryQuestion:
        """What is looked for, from the fields that are in order."""
        known = self.cleaned_data
        return DirectoryQuestion(
            words=known.get("q", ""),
            region=known.get("region", ""),
            industry=known.get("industry", ""),
            size=known.get("size", ""),
            membership_class=known.get("kind", ""),
            offers=tuple(known.get("offers", ())),
        )


class ListingForm(forms.ModelForm):
    """An entry of the directory: whether it is there, what it says, for whom each part is."""

    class Meta:
        model = DirectoryEntry
        fields = ("is_listed", "prefecture", "industry", "introduction", *OFFERS, *CIRCLES)
        labels = {"prefecture": _("Prefecture"), "industry": _("Industry")}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.instance
        absent = ("prefecture", "industry") if entry.organisation_id else ("size_for", "people_for")
        for name in absent:
            del self.fields[name]


class ContactForm(forms.ModelForm):
    """How an organisation or a person can be reached; everything may stay empty."""

    name = forms.CharField(label=_("Whom to ask for"), max_length=80, required=False)
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    class Meta:
        model = Contact
        fields = ("name", "email", "phone")


class NameForm(forms.Form):
    """The name by which the other members know one."""

    name = forms.CharField(label=_("Your name"), max_length=80)

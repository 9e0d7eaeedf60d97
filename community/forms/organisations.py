"""The facts of an organisation, its people, and leaving it."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import Affiliation, IndustryGroup, Organisation, Prefecture
from community.models.people import check_corporate_number
from secunity.core.text.corporate_number import read_corporate_number

DOMAIN = re.compile(r"(?!-)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.IGNORECASE)
MOST_LINES = 20
LONGEST_ALIAS = 120
TO_SECRETARIAT = "secretariat"


class OrganisationForm(forms.Form):
    """Name, number, industry, size and place of an organisation, and how else it is written."""

    name_ja = forms.CharField(
        label=_("Name in Japanese"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    kana = forms.CharField(label=_("Reading (kana)"), max_length=160, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("The 13 digits given by the National Tax Agency. Leave it empty if there is none."),
    )
    industry_group = forms.ChoiceField(label=_("Industry"), required=False)
    prefecture = forms.ModelChoiceField(label=_("Prefecture of the seat"), queryset=Prefecture.objects.none())
    prefectures = forms.ModelMultipleChoiceField(
        label=_("Other prefectures where it works"),
        queryset=Prefecture.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    employees = forms.IntegerField(
        label=_("Number of people"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=_("Roughly is enough."),
    )
    capital_yen = forms.IntegerField(
        label=_("Capital in yen"), min_value=0, max_value=10**15, required=False, help_text=_("Only if there is any.")
    )
    aliases = forms.CharField(
        label=_("Other names it goes by"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: short names, former names, brands. They are hidden in texts that members share."),
    )
    domains = forms.CharField(
        label=_("Internet domains"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
        help_text=_("One a line, such as example.co.jp. They are hidden in texts that members share."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("prefecture", "prefectures"):
            self.fields[name].queryset = Prefecture.objects.all()  # type: ignore[attr-defined]
        self.fields["industry_group"].choices = list(_industries())  # type: ignore[attr-defined]

    @staticmethod
    def initial_from(facts: dict[str, Any]) -> dict[str, Any]:
        """The form's values from the facts of an application."""
        lines = {name: "\n".join(facts.get(name, [])) for name in ("aliases", "domains")}
        return (
            facts
            | lines
            | {
                "prefecture": facts.get("prefecture_id"),
                "industry_group": facts.get("industry_group_id"),
            }
        )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """The form's values from an organisation."""
        plain = ("name_ja", "kana", "name_en", "corporate_number", "employees", "capital_yen")
        given = organisation.names.filter(is_derived=False).values_list("name", flat=True)
        return {name: getattr(organisation, name) for name in plain} | {
            "prefecture": organisation.prefecture_id,
            "prefectures": list(organisation.prefectures.values_list("pk", flat=True)),
            "industry_group": organisation.industry_group_id,
            "aliases": "\n".join(given),
            "domains": "\n".join(organisation.domains.values_list("domain", flat=True)),
        }

    def clean_corporate_number(self) -> str:
        """The 13 digits, however they were typed."""
        number = read_corporate_number(self.cleaned_data["corporate_number"])
        if number:
            check_corporate_number(number)
        return number

    def clean_aliases(self) -> list[str]:
        """One name a line."""
        return _lines(self.cleaned_data["aliases"], LONGEST_ALIAS)

    def clean_domains(self) -> list[str]:
        """Domain names alone, without https:// or what follows them."""
        domains = [_domain(line) for line in _lines(self.cleaned_data["domains"], 253)]
        wrong = [each for each in domains if not DOMAIN.fullmatch(each)]
        if wrong:
            raise ValidationError(gettext("This is no domain: %(text)s") % {"text": wrong[0][:60]})
        return domains

    def facts(self) -> dict[str, Any]:
        """What is kept of it, in plain values."""
        kept = dict(self.cleaned_data)
        prefecture, group = kept.pop("prefecture"), kept.pop("industry_group")
        division = IndustryGroup.objects.get(pk=group).division_id if group else None
        return kept | {
            "prefecture_id": prefecture.pk,
            "prefectures": [each.pk for each in kept["prefectures"]],
            "industry_group_id": group or None,
            "industry_id": division,
        }


class ColleagueForm(forms.Form):
    """Whom to invite into one's organisation."""

    name = forms.CharField(label=_("Their name"), max_length=80)
    email = forms.EmailField(label=_("Their mail address"), max_length=254)
    is_responsible = forms.BooleanField(label=_("Responsible for the organisation, too"), required=False)


class SuccessorForm(forms.Form):
    """Who follows: a colleague, or nobody, and then the secretariat stands in."""

    successor = forms.ChoiceField(label=_("Who is responsible after you"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: Iterable[Affiliation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.user_id): each.user for each in colleagues}
        people = [(key, user.name) for key, user in self.colleagues.items()]
        nobody = (TO_SECRETARIAT, gettext("Nobody: the secretariat stands in"))
        self.fields["successor"].choices = [*people, nobody]  # type: ignore[attr-defined]

    def person(self) -> Any:
        """The person; None for the secretariat."""
        return self.colleagues.get(self.cleaned_data["successor"])


def _industries() -> Iterable[tuple[str, Any]]:
    yield "", "—"
    by_division: dict[str, list[tuple[str, str]]] = {}
    for group in IndustryGroup.objects.select_related("division"):
        by_division.setdefault(group.division.name, []).append((group.pk, group.name))
    yield from by_division.items()


def _lines(text: str, longest: int) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(gettext("Please write at most %(most)s lines.") % {"most": MOST_LINES})
    if any(len(line) > longest for line in lines):
        raise ValidationError(gettext("A line may have %(most)s characters at most.") % {"most": longest})
    return lines


def _domain(line: str) -> str:
    return line.lower().removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")

"""The steps in which an organisation tells what happened."""

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import IndustryDivision, Organisation, Prefecture, SizeBand
from community.queries import organisations_of
from practices.exchange.veris_words import actions
from practices.forms import choices
from practices.forms.answers import PeriodField, StepForm, YenField, long_text, one_of, some_of, with_none
from practices.models import CaseVersion, DamageBand, IncidentType, ResponseType
from practices.queries import live_practices
from secunity.core.models import TlpLabel
from secunity.core.models.language import current_language
from secunity.core.text.normalise import normalise

TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")


def named(model: Any, **narrowed: Any) -> Any:
    """(code, name) of a vocabulary, read when the form is shown."""
    return lambda: [(term.pk, term.name) for term in model.objects.filter(**narrowed)]


def industries() -> list[Any]:
    """Industry groups below their divisions; a division itself where the group is not known."""
    grouped: list[Any] = [("", "―")]
    for division in IndustryDivision.objects.prefetch_related("groups"):
        groups = [(group.pk, group.name) for group in division.groups.all()]
        grouped.append(
            (division.name, [(division.pk, gettext("%(name)s (as a whole)") % {"name": division.name}), *groups])
        )
    return grouped


def _veris_actions() -> list[Any]:
    named_actions = actions(current_language())
    return [
        (names[""], [(f"{action}.{variety}" if variety else action, name) for variety, name in names.items()])
        for action, names in named_actions.items()
    ]


class TechniquesField(forms.CharField):
    """Numbers of ATT&CK techniques, always written by a person."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 400, **options})

    def prepare_value(self, value: Any) -> Any:
        """The numbers with spaces between."""
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The numbers, each once."""
        given = re.split(r"[\s,、;]+", normalise(super().clean(value) or "").upper())
        numbers = list(dict.fromkeys(filter(None, given)))
        wrong = next((number for number in numbers if not TECHNIQUE.fullmatch(number)), None)
        if wrong:
            raise ValidationError(gettext("“%(number)s” is no number of a technique.") % {"number": wrong})
        return numbers


class PlaceStep(StepForm):
    code = "place"
    heading = _("Where it happened")
    lead = _("Only you, the people you name as helpers and the reviewers of your region will read this.")
    attributes = ("organisation",)

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    prefecture = forms.ChoiceField(label=_("Prefecture"), choices=with_none(named(Prefecture)))
    industry = forms.ChoiceField(label=_("Industry"), choices=industries)
    size_band = forms.ChoiceField(label=_("Number of people"), choices=with_none(named(SizeBand, parent__isnull=False)))
    victim = forms.CharField(
        label=_("Base, department or group company concerned"),
        max_length=200,
        help_text=_("Stays private."),
    )
    contacts = long_text(_("Whom we can ask"), _("Name and how to reach them. Stays private."), rows=2)
    people = long_text(_("Other people and firms concerned"), _("Stays private."), rows=2)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = organisations_of(user)
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        self._only = own.first() if own.count() == 1 else None

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What is known of the organisation already."""
        organisation = self.report.organisation or self._only
        known = super().get_initial_for_field(field, field_name)
        if known or organisation is None:
            return organisation or known if field_name == "organisation" else known
        of_organisation = {
            "organisation": organisation,
            "prefecture": organisation.prefecture_id,
            "industry": organisation.industry_id,
            "size_band": organisation.size_band_id,
        }
        return of_organisation.get(field_name, known)


class EventStep(StepForm):
    code = "event"
    heading = _("What happened")
    lead = _("Write as you would tell a colleague. Names may stay in: they are taken out before anything is shared.")

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("A few words by which you find it."))
    incident_types = some_of(_("Kind of incident"), named(IncidentType), _("Choose all that fit."))
    what_happened = long_text(_("What happened"), rows=10)
    affected = some_of(_("Equipment affected"), choices.AFFECTED)
    environment = some_of(_("Where it stands"), choices.ENVIRONMENT)
    entry_route = one_of(_("Way in"), CaseVersion.EntryRoute.choices)
    starting_point = one_of(_("Started at"), CaseVersion.StartingPoint.choices)


class TimeStep(StepForm):
    code = "time"
    heading = _("When, and how it was noticed")

    noticed = PeriodField(label=_("First noticed"))
    occurred = PeriodField(label=_("Began"), help_text=_("As far as you know; it is often earlier."))
    contained = PeriodField(label=_("Stopped from spreading"))
    recovered = PeriodField(label=_("Back to work as usual"))
    closed = PeriodField(label=_("Closed"))
    noticed_by = one_of(_("Who noticed"), choices.NOTICED_BY)
    how_noticed = long_text(_("How it was noticed"))
    hard_to_notice = long_text(_("Why it was hard to notice"))

    def clean(self) -> dict[str, Any]:
        """Days in an order that can be; a month or a year fits with every day in it."""
        given = super().clean() or {}
        order = [name for name in ("occurred", "noticed", "contained", "recovered", "closed") if given.get(name)]
        for earlier, later in pairwise(order):
            length = min(len(given[earlier]), len(given[later]))
            if given[earlier][:length] > given[later][:length]:
                names = {"earlier": self.fields[earlier].label, "later": self.fields[later].label}
                self.add_error(later, gettext("“%(later)s” lies before “%(earlier)s”.") % names)
        return given


class DamageStep(StepForm):
    code = "damage"
    heading = _("Damage and cost")

    damage_kind = one_of(_("The damage is"), CaseVersion.DamageKind.choices)
    damage_yen = YenField(
        label=_("Damage in yen"),
        help_text=_("Like 55万円. It is only ever shared as a band."),
        max_length=30,
    )
    damage_band = forms.ChoiceField(label=_("or as a band"), choices=with_none(named(DamageBand)))
    cost_kinds = some_of(_("What the money went into"), choices.COST_KINDS)
    business_impact = long_text(_("What it did to the business"), _("What stopped, for how long, for whom."))
    data_kinds = some_of(_("Data concerned"), choices.DATA_KINDS)
    records_count = forms.IntegerField(
        label=_("Number of records or people"), min_value=0, max_value=10**10, required=False
    )
    damage = long_text(_("More about damage and cost"))


class LessonStep(StepForm):
    code = "lesson"
    heading = _("Cause and what you learnt")

    cause = long_text(_("Cause"))
    response_type = forms.ChoiceField(label=_("Answered"), choices=with_none(named(ResponseType)))
    what_helped = long_text(_("What helped"))
    would_do_first = long_text(_("What we would do first next time"))
    lesson = long_text(_("Lesson"))
    practices_helped = some_of(_("Practices that helped"), ())
    practices_missing = some_of(_("Practices that would have prevented it"), ())
    controls = long_text(_("Other controls that bear on it"), rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pages = live_practices(current_language())
        offered = [(str(page.translation_key), page.title) for page in pages]
        for name in ("practices_helped", "practices_missing"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class TechniqueStep(StepForm):
    code = "technique"
    heading = _("How the attack worked")
    lead = _("For those who know. Leave it out if you do not; a helper can add it with you.")

    veris_actions = forms.MultipleChoiceField(
        label=_("Actions (VERIS)"), widget=forms.SelectMultiple(attrs={"size": 8}), choices=_veris_actions
    )
    veris_actors = some_of(_("Who acted"), choices.ACTORS)
    veris_assets = some_of(_("What was affected"), choices.ASSETS)
    veris_attributes = some_of(_("What was lost"), choices.ATTRIBUTES)
    techniques = TechniquesField(
        label=_("ATT&CK techniques"), help_text=_("Numbers like T1566.001, with spaces between.")
    )
    indicators = long_text(
        _("Traces of the attacker"),
        _("Addresses, file hashes, domains. Kept apart, with a label of their own, and never shared unasked."),
    )
    indicators_tlp = one_of(_("Label of the traces"), named(TlpLabel))
    confidence = one_of(_("How sure you are"), choices.CONFIDENCE)

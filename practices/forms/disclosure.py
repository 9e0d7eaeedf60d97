"""The step that asks what the guidelines ask: the answers lead to the lanes Share, Report and Announce."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.lanes import AnswerError, Question, answers_from, questions
from practices.forms import choices
from practices.forms.answers import StepForm, one_of
from secunity.core.models import TlpLabel
from secunity.core.models.language import current_language

ATTACKS = {"ransomware": "ransomware", "ddos": "ddos"}
NO_ATTACK = {"human_error", "loss_theft"}


def tlp_labels() -> list[tuple[str, str]]:
    """The labels a report may carry: it is private, so the wide ones are not among them."""
    labels = TlpLabel.objects.filter(pk__in=choices.TLP_OF_REPORT).order_by("rank")
    return [(label.pk, f"{label.name}: {label.short}") for label in labels]


class DisclosureStep(StepForm):
    """Label, what was done already, and the questions of the guideline check under their own codes."""

    code = "disclosure"
    heading = _("Whom to tell")
    lead = _("The answers propose whom to tell what, and until when. You decide; nothing is sent from here.")
    attributes = ("tlp",)

    tlp = forms.ChoiceField(label=_("Who may know of this report (TLP)"), choices=tlp_labels)
    shared = one_of(_("Shared with those it concerns"), choices.DONE)
    reported = one_of(_("Reported to an authority"), choices.DONE)
    announced = one_of(_("Announced in public"), choices.DONE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = questions()
        for question in self.asked:
            self.fields[question.code] = _field(question)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What was answered; else what the earlier steps say already."""
        if field_name == "tlp":
            return self.report.tlp_id
        known = super().get_initial_for_field(field, field_name)
        return known or _known_already(self.report.facts).get(field_name, known)

    def clean(self) -> dict[str, Any]:
        """The rules of the guideline check hold here as well."""
        given = super().clean() or {}
        asked = {question.code: given.get(question.code) for question in self.asked}
        try:
            answers_from(asked, today=timezone.localdate())
        except AnswerError as problem:
            self.add_error(problem.question, ValidationError(problem.words.said(current_language())))
        return given


def _known_already(facts: dict[str, Any]) -> dict[str, Any]:
    """Answers that follow from the steps before."""
    kinds = set(facts.get("incident_types") or ())
    attack = next((code for kind, code in ATTACKS.items() if kind in kinds), "")
    noticed = facts.get("noticed") or ""
    return {
        "discovered": noticed if len(noticed) == len("2026-11-03") else "",
        "attack": attack or ("none" if kinds and kinds <= NO_ATTACK else ""),
        "personal_data": "yes" if "personal" in (facts.get("data_kinds") or ()) else "",
    }


def _field(question: Question) -> forms.Field:
    """The form field of one question. Dates and numbers stay texts: `answers_from` reads them."""
    language = current_language()
    words: dict[str, Any] = {
        "label": question.text.said(language),
        "help_text": question.help.said(language),
        "required": False,
    }
    offered = [(choice.code, choice.label.said(language)) for choice in question.choices]
    if question.kind == "many":
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **words)
    if question.kind == "one":
        return forms.ChoiceField(choices=[("", "―"), *offered], **words)
    widget = forms.DateInput(attrs={"type": "date"}) if question.kind == "date" else forms.NumberInput()
    return AnswerField(widget=widget, max_length=10, **words)


class AnswerField(forms.CharField):
    """A day or a number as it was typed."""

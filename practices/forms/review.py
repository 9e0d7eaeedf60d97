"""Answers on the review screen, and the words for what was found and how exactly it may be said."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from practices.actions.drafting import LONGEST_FIELD
from practices.actions.redactions import LONGEST_REPLACEMENT
from practices.forms.text_check import GROUPS
from practices.models import RedactionEntry
from practices.models.pages import HEADINGS

# Group of kinds by the pattern that marks it on the screen, in the order of GROUPS.
PATTERNS = ("person", "organisation", "place", "product", "contact", "network", "amount", "technical")
FIELD_LABELS = {
    "title": _("Title"),
    "summary": _("Summary"),
    **dict(HEADINGS),
    "files": _("Names of the files (never published)"),
}
ADDED = (
    ("ORG", _("Organisation")),
    ("PERSON", _("Person")),
    ("LOC", _("Place")),
    ("FAC", _("Building or site")),
    ("PRODUCT", _("Product or system")),
    ("EVENT", _("Event")),
    ("NUMBER", _("Number or identifier")),
)
LADDER_LABELS = {"place": _("Place"), "industry": _("Industry"), "size": _("Size"), "period": _("When")}
LEVEL_LABELS = {
    "prefecture": _("prefecture"),
    "region": _("region"),
    "nationwide": _("not said"),
    "group": _("industry group"),
    "division": _("industry division"),
    "sector": _("one of three sectors"),
    "all": _("not said"),
    "band": _("size band"),
    "class": _("up to 300 people or more"),
    "unstated": _("not said"),
    "month": _("month"),
    "quarter": _("quarter"),
    "year": _("year"),
}
# The reasons of practices.gate.LADDERS, for the catalogue.
LOSSES = (
    gettext_noop("The same bureau and the same community still help; only the neighbour is lost."),
    gettext_noop("It is no longer found by region, which is how most readers search."),
    gettext_noop("Systems and partners within a division are much alike."),
    gettext_noop("It is no longer found by industry; what was hit can still be read."),
    gettext_noop("Nothing is left that says whether a firm is alike."),
    gettext_noop("Who looks after computers differs between 20 and 300 people."),
    gettext_noop("It is no longer known whether a small firm could do the same."),
    gettext_noop("The order of events stays in days since the detection."),
    gettext_noop("Trends within a year are lost, the lesson is not."),
)


def kind_label(kind: str) -> str:
    """A kind of finding in words."""
    return next((str(label) for label, kinds in GROUPS if kind in kinds), gettext("Number or identifier"))


def kind_pattern(kind: str) -> str:
    """The pattern that marks a kind."""
    groups = zip(PATTERNS, GROUPS, strict=True)
    return next((pattern for pattern, (_label, kinds) in groups if kind in kinds), "network")


class ActForm(forms.Form):
    """Every act says which state of the review it was made on."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DecisionForm(ActForm):
    """What to do with one finding."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.CharField(max_length=10)
    reason = forms.ChoiceField(
        label=_("Reason for keeping"), choices=[("", "―"), *RedactionEntry.Reason.choices], required=False
    )
    words = forms.CharField(label=_("Other words in its place"), max_length=LONGEST_REPLACEMENT, required=False)
    everywhere = forms.BooleanField(label=_("Also where the same is still open"), required=False)


class AddForm(ActForm):
    """Words that nothing has found."""

    words = forms.CharField(
        label=_("Words to hide everywhere"),
        max_length=LONGEST_REPLACEMENT,
        required=False,
        help_text=_("Mark them in the text, or type them."),
    )
    kind = forms.ChoiceField(label=_("They are"), choices=ADDED)


class FieldForm(ActForm):
    """One field in other words."""

    text = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_FIELD,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Names may stay in: they are replaced as decided, and new ones are looked for."),
    )


class LevelForm(ActForm):
    """One of the levels that pass: heights with hyphens between, or "without"."""

    level = forms.RegexField(r"^(?:without|\d-\d-\d-\d)$")

    def heights(self) -> list[int] | None:
        """The level as the gate takes it; None for no attributes at all."""
        chosen = self.cleaned_data["level"]
        return None if chosen == "without" else [int(height) for height in chosen.split("-")]


class SendBackForm(ActForm):
    """Back to those who prepared it."""

    words = forms.CharField(
        label=_("What should be changed"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AskForm(ActForm):
    """Whom to ask for agreement."""

    recipient = forms.CharField(
        label=_("Mail address of the provider"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Whoever may speak for the organisation. They need no account."),
    )


def form_errors(form: forms.Form, error: Any) -> None:
    """Put what an action refused onto the fields it belongs to."""
    for name, messages in getattr(error, "error_dict", {None: error}).items():
        form.add_error(name if name in form.fields else None, messages)

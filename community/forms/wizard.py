"""The guideline check as a form: its questions and rules are those of `community.lanes`."""

from typing import Any

from django import forms
from django.utils import timezone

from community.lanes import AnswerError, Answers, Question, answers_from, groups, query_of, questions
from community.lanes.answers import MAX_DAYS
from secunity.core.models.language import current_language


class GuidelineForm(forms.Form):
    """Every question may stay open. `answers` is there once the form is valid."""

    answers: Answers

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = current_language()
        for question in questions():
            self.fields[question.code] = _field(question, self.language)

    def clean(self) -> dict[str, Any]:
        """Reads the answers as the lanes understand them."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.answers = answers_from(cleaned, today=timezone.localdate())
            except AnswerError as error:
                self.add_error(error.question, error.words.said(self.language))
        return cleaned

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions under their headings."""
        headed: dict[str, list[forms.BoundField]] = {code: [] for code in groups()}
        for question in questions():
            headed[question.group].append(self[question.code])
        return [(words.said(self.language), headed[code]) for code, words in groups().items()]

    @classmethod
    def is_asked(cls, names: Any) -> bool:
        """Whether a query with these names holds an answer."""
        return bool({question.code for question in questions()} & set(names))

    def query(self) -> list[tuple[str, str]]:
        """The answers as pairs for a link that leads to the same result."""
        return query_of(self.answers)


def _field(question: Question, language: str) -> forms.Field:
    shared: dict[str, Any] = {
        "label": question.text.said(language),
        "help_text": question.help.said(language),
        "required": False,
    }
    choices = [(choice.code, choice.label.said(language)) for choice in question.choices]
    if question.kind == "one":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)
    if question.kind == "many":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)
    if question.kind == "date":
        return forms.CharField(widget=forms.TextInput(attrs={"type": "date"}), max_length=20, **shared)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": len(str(MAX_DAYS))})
    return forms.CharField(widget=widget, max_length=20, **shared)

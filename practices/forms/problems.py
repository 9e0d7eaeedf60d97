"""Which practices answer a problem."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.queries import live_practices


class AnswerForm(forms.Form):
    """Any number of the published practices."""

    use_required_attribute = False

    practices = forms.TypedMultipleChoiceField(
        label=_("Practices that answer it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["practices"]
        field.choices = [(str(page.translation_key), page.title) for page in live_practices(language)]

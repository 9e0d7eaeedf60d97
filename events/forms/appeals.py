"""An appeal and its answer as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Appeal
from events.models.moderation import LONGEST_APPEAL


class AppealForm(forms.Form):
    """Why somebody does not agree."""

    words = forms.CharField(
        label=_("Why do you not agree?"), max_length=LONGEST_APPEAL, widget=forms.Textarea({"rows": 3})
    )


class AppealAnswerForm(forms.Form):
    """What is decided, in words that go to whoever appealed."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("appeal", "Decision"),
        choices=[
            (Appeal.State.UPHELD, pgettext_lazy("appeal", "Let the decision stand")),
            (Appeal.State.LIFTED, pgettext_lazy("appeal", "Lift the decision")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer to the person"), max_length=LONGEST_APPEAL, widget=forms.Textarea({"rows": 4})
    )

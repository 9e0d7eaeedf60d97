"""A line of the minutes as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User
from events.models import MeetingPage, MinutesLine
from events.models.minutes import LONGEST_LINE
from events.queries.minutes import owner_candidates
from events.room.frames import clean
from events.room.kinds.minutes import read_command


class LineForm(forms.Form):
    """One line; `revision` is the one that was on the screen. `/action …` in the text decides about its kind."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6, required=False)
    kind = forms.ChoiceField(label=_("Kind of line"), choices=MinutesLine.Kind)
    agenda_item = forms.TypedChoiceField(label=_("Agenda item"), coerce=int, required=False, empty_value="0")
    text = forms.CharField(
        label=_("Text of the line"), max_length=LONGEST_LINE, strip=False, widget=forms.Textarea({"rows": 3})
    )
    owner: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Who does it"), queryset=None, required=False
    )
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, meeting: MeetingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [(number, f"{number}. {title}") for number, title in enumerate(meeting.agenda_items, start=1)]
        self.fields["agenda_item"].choices = [(0, _("No agenda item")), *items]  # type: ignore[attr-defined]
        owner = self.fields["owner"]
        owner.queryset = owner_candidates(meeting)  # type: ignore[attr-defined]
        owner.label_from_instance = lambda person: person.name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A typed command counts, whatever the list says."""
        given = super().clean() or {}
        words = clean(given.get("text", ""))
        command = read_command(words)
        if command:
            given["kind"], words = command
        if "text" in given and not words:
            self.add_error("text", _("Write what the line says."))
        return {**given, "text": words, "agenda_item": int(given.get("agenda_item") or 0)}

    @classmethod
    def of(cls, line: MinutesLine, meeting: MeetingPage) -> "LineForm":
        """The form that shows `line` as it stands."""
        names = ("revision", "kind", "agenda_item", "text", "due_on")
        initial = {name: getattr(line, name) for name in names} | {"owner": line.owner_id}
        return cls(initial=initial, meeting=meeting, auto_id=f"line-{line.pk}-%s")

"""What every step of a report builds on: answers that may be missing, and days that may be known only in part."""

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import MANDATORY, IncidentReport
from secunity.core.text.normalise import normalise

LONGEST_TEXT = 60_000
AMOUNT = re.compile(r"(?:(\d[\d,]*)億)?(?:(\d[\d,]*)万)?(?:(\d[\d,]*))?円?")
MOST_YEN = 10**15
PERIOD = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[日月年]?")


class PeriodField(forms.CharField):
    """A day, a month or a year, as far as it is known: "2026-11-03", "2026/11", 「2026年11月」 or "2026"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("A day, a month or a year: 2026-11-03, 2026-11 or 2026."))
        super().__init__(**{"max_length": 20, "required": False, **options})

    def clean(self, value: Any) -> str:
        """ "2026-11-03", "2026-11" or "2026"; empty without an answer."""
        text = normalise(super().clean(value) or "").replace(" ", "")
        if not text:
            return ""
        match = PERIOD.fullmatch(text)
        if not match or not _is_day(*match.groups()):
            raise ValidationError(_("Write it like 2026-11-03, 2026-11 or 2026."))
        year, month, day = match.groups()
        period = "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
        if period > timezone.localdate().isoformat()[: len(period)]:
            raise ValidationError(_("This lies in the future."))
        return period


def _is_day(year: str, month: str | None, day: str | None) -> bool:
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return int(year) >= 2000


class YenField(forms.CharField):
    """An amount in yen as people write it: "5,500万円", "1億2,000万", "55,000,000"."""

    def clean(self, value: Any) -> int | None:
        """The amount; None without an answer."""
        text = normalise(super().clean(value) or "").replace(" ", "").removeprefix("¥")
        if not text:
            return None
        match = AMOUNT.fullmatch(text)
        if not match or not any(match.groups()):
            raise ValidationError(_("Write an amount in yen, like 550000 or 55万円."))
        parts = [int((part or "0").replace(",", "")) for part in match.groups()]
        yen = parts[0] * 10**8 + parts[1] * 10**4 + parts[2]
        if yen > MOST_YEN:
            raise ValidationError(_("This amount is too large."))
        return yen


def long_text(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """A free text where people think in free text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, max_length=LONGEST_TEXT, required=False)


def with_none(choices: Any) -> Any:
    """The choices, read when the form is shown, with "no answer" before them."""
    return lambda: [("", "―"), *(choices() if callable(choices) else choices)]


def one_of(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    """One of a few answers, or none."""
    return forms.ChoiceField(label=label, choices=with_none(choices), help_text=help_text, required=False)


def some_of(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Any number of answers."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class StepForm(forms.Form):
    """One step of a report. Everything may be left out until the report is handed in. What is written in free text is
    kept apart from facts."""

    use_required_attribute = False
    code: ClassVar[str]
    heading: ClassVar[Any]
    lead: ClassVar[Any] = ""
    # Fields that are no answers but attributes of the report itself.
    attributes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, report: IncidentReport, **options: Any) -> None:
        self.report = report
        super().__init__(*args, **options)
        self._mark_mandatory()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What the report says already, else what was given as initial."""
        return self.report.answer(field_name) or super().get_initial_for_field(field, field_name)

    def full_clean(self) -> None:
        """A draft is saved with gaps: only what is wrong is an error, not what is missing."""
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        self._mark_mandatory()

    def _mark_mandatory(self) -> None:
        for name, field in self.fields.items():
            field.required = name in MANDATORY

    def answers(self) -> tuple[dict[str, Any], dict[str, str]]:
        """(facts, texts) of every field that was understood; empty ones too, so that an answer can be taken back."""
        facts: dict[str, Any] = {}
        texts: dict[str, str] = {}
        for name, value in self.cleaned_data.items():
            if name not in self.attributes:
                (texts if is_text(self.fields[name]) else facts)[name] = value
        return facts, texts


def is_text(field: forms.Field) -> bool:
    """Whether a field holds what people write, and not a code, a number or a day."""
    return type(field) is forms.CharField

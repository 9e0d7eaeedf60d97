"""The order of the steps, and a whole report in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from practices.forms.answers import PeriodField, StepForm, is_text
from practices.forms.disclosure import DisclosureStep
from practices.forms.reports import DamageStep, EventStep, LessonStep, PlaceStep, TechniqueStep, TimeStep
from practices.models import IncidentReport
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_occurred, format_yen

STEPS: tuple[type[StepForm], ...] = (
    PlaceStep,
    EventStep,
    TimeStep,
    DamageStep,
    LessonStep,
    TechniqueStep,
    DisclosureStep,
)
FILES, CHECK = "files", "check"


class Row(NamedTuple):
    """One answer in words. `is_text` marks what somebody wrote."""

    name: str
    label: str
    value: str
    is_text: bool


class Section(NamedTuple):
    """The answers of one step."""

    code: str
    heading: str
    rows: list[Row]


def step_form(code: str, *args: Any, report: IncidentReport, user: Any, **options: Any) -> StepForm:
    """The form of one step."""
    form = next(each for each in STEPS if each.code == code)
    if form is PlaceStep:
        options["user"] = user
    return form(*args, report=report, **options)


def report_in_words(report: IncidentReport, user: Any) -> list[Section]:
    """Everything the report says, step by step; steps without an answer are left out."""
    forms = (step_form(each.code, report=report, user=user) for each in STEPS)
    sections = [Section(form.code, str(form.heading), list(_rows(form))) for form in forms]
    return [section for section in sections if section.rows]


def carried_answers(
    given: QueryDict, report: IncidentReport, user: Any, prefix: str = ""
) -> tuple[dict[str, Any], dict[str, str]]:
    """(facts, texts) of answers that somebody gave elsewhere, such as in the guideline check; wrong ones fall away."""
    plain = QueryDict(mutable=True)
    for name in given:
        if name.startswith(prefix):
            plain.setlist(name.removeprefix(prefix), given.getlist(name))
    facts: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for step in STEPS:
        form = step_form(step.code, plain, report=report, user=user)
        form.is_valid()
        step_facts, step_texts = form.answers()
        facts |= {name: value for name, value in step_facts.items() if name in plain}
        texts |= {name: value for name, value in step_texts.items() if name in plain}
    return facts, texts


def missing_answers(report: IncidentReport) -> list[tuple[str, str, str]]:
    """(step, field, label) of each mandatory answer that is not there yet."""
    fields = [(step.code, name, field) for step in STEPS for name, field in step.base_fields.items()]
    return [(code, name, str(field.label)) for code, name, field in fields if name in report.missing]


def _rows(form: StepForm) -> Iterator[Row]:
    report = form.report
    for name, field in form.fields.items():
        value = _attribute(report, name) if name in form.attributes else report.answer(name)
        if value not in ("", None, []):
            yield Row(name, str(field.label), _in_words(name, field, value), is_text(field))


def _attribute(report: IncidentReport, name: str) -> str:
    return report.organisation.name if name == "organisation" and report.organisation else ""


def _in_words(name: str, field: Any, value: Any) -> str:
    if name == "damage_yen":
        return format_yen(value, current_language())
    if isinstance(field, PeriodField) or isinstance(field.widget, forms.DateInput):
        return format_occurred(str(value), current_language())
    names = dict(_flat(getattr(field, "choices", ())))
    values = value if isinstance(value, list) else [value]
    return _(", ").join(str(names.get(str(each), each)) for each in values)


def _flat(pairs: Any) -> Iterator[tuple[str, Any]]:
    """Choices without their groups."""
    for code, name in pairs:
        if isinstance(name, list | tuple):
            yield from _flat(name)
        else:
            yield str(code), name

"""The common form as text: part A says how the attack worked, part B what happened to the organisation."""

from typing import Any

from django.utils import timezone

from community.lanes import Answers, FormHeading, form_headings
from community.lanes.words import read_data, words_of
from practices.forms.steps import report_in_words
from practices.models import IncidentReport
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_date

# Which answers of a report go under which heading of the form.
ANSWERS = {
    "found_on": ("noticed",),
    "kind": ("incident_types",),
    "entry": ("entry_route", "starting_point"),
    "malware": ("veris_actions", "techniques"),
    "addresses": ("indicators",),
    "noticed": ("noticed_by", "how_noticed"),
    "helped": ("what_helped",),
    "who": ("organisation", "contacts"),
    "machines": ("affected",),
    "place": ("environment",),
    "business": ("business_impact",),
    "course": ("what_happened", "occurred", "contained", "recovered"),
    "personal": ("data_kinds", "records_count"),
    "harm": ("damage",),
    "cause": ("cause",),
    "subjects": ("announced",),
    "prevention": ("would_do_first", "lesson"),
    "told": ("shared", "reported"),
}


def common_form_of(report: IncidentReport, answers: Answers, user: Any, *, with_victim: bool) -> str:
    """The filled form in the active language; without part B it names nobody and can be passed on early."""
    language = current_language()
    rows = {row.name: row.value for section in report_in_words(report, user) for row in section.rows}
    texts = read_data("form.json")
    lines = [words_of(texts["title"]).said(language), ""]
    for part in texts["parts"]:
        if with_victim or part["code"] != "victim":
            headings = [each for each in form_headings(answers) if each.part == part["code"]]
            blocks = [_block(each, rows, report, language) for each in headings]
            lines += [f"■ {words_of(part).said(language)}", "", "\n\n".join(blocks), ""]
    return "\n".join(lines).rstrip() + "\n"


def _block(heading: FormHeading, rows: dict[str, str], report: IncidentReport, language: str) -> str:
    value = _value(heading, rows, report, language) or (heading.filled.said(language) if heading.filled else "")
    name = heading.name.said(language)
    return f"【{name}】\n{value}" if language == "ja" else f"[{name}]\n{value}"


def _value(heading: FormHeading, rows: dict[str, str], report: IncidentReport, language: str) -> str:
    if heading.code == "report":
        return format_date(timezone.localdate(), language)
    if heading.code == "sharing":
        return f"TLP:{report.tlp_id}"
    return "\n".join(rows[name] for name in ANSWERS.get(heading.code, ()) if name in rows)

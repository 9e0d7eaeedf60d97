"""The text to copy: headings that the forms of IPA, JPCERT/CC and the authorities have in common, in our own words.

Part A holds what is known of the attack, part B what concerns oneself: A can be passed on early and alone.
"""

from dataclasses import dataclass
from typing import Any, Literal

from community.lanes.answers import Answers, questions
from community.lanes.words import Words, read_data, words_of
from secunity.core.text.formats import format_date

Part = Literal["head", "technique", "victim"]
# The one form for several authorities exists for these, since that day (関係省庁申合せ 2025-05-28).
JOINT_FORM_ATTACKS = frozenset({"ransomware", "ddos"})
JOINT_FORM_FROM = "2025-10-01"


@dataclass(frozen=True)
class FormHeading:
    """One heading to fill in; `hint` names the usual answers, `filled` what the answers already say."""

    code: str
    part: Part
    name: Words
    hint: Words
    filled: Words | None


def form_headings(answers: Answers) -> tuple[FormHeading, ...]:
    """Every heading of the form in its order, filled in as far as the answers go."""
    filled = _filled(answers)
    return tuple(_heading(entry, filled) for entry in read_data("form.json")["headings"])


def common_form(answers: Answers, language: str = "ja") -> str:
    """The form as plain text in `language`, for copying or saving."""
    texts = read_data("form.json")
    parts = [words_of(texts["title"]).said(language), words_of(texts["note"]).said(language), ""]
    for part in texts["parts"]:
        parts += [f"■ {words_of(part).said(language)}", ""]
        for heading in form_headings(answers):
            if heading.part == part["code"]:
                parts += _lines(heading, language)
    return "\n".join(parts).rstrip() + "\n"


def has_joint_form(answers: Answers) -> bool:
    """Whether the authorities take one common form for this kind of attack."""
    is_in_use = answers.discovered is None or answers.discovered.isoformat() >= JOINT_FORM_FROM
    return answers.attack in JOINT_FORM_ATTACKS and is_in_use


def _heading(entry: dict[str, Any], filled: dict[str, Words]) -> FormHeading:
    return FormHeading(
        entry["code"], entry["part"], words_of(entry), words_of(entry["hint"]), filled.get(entry["code"])
    )


def _lines(heading: FormHeading, language: str) -> list[str]:
    value = heading.filled.said(language) if heading.filled else ""
    hint = heading.hint.said(language)
    marks = ("（", "）") if not language.startswith("en") else ("(", ")")
    lines = [f"【{heading.name.said(language)}】" if marks[0] == "（" else f"[{heading.name.said(language)}]"]
    if hint:
        lines.append(f"{marks[0]}{hint}{marks[1]}")
    return [*lines, value, ""]


def _filled(answers: Answers) -> dict[str, Words]:
    filled: dict[str, Words] = {}
    day = answers.discovered
    if day:
        filled["found_on"] = Words(format_date(day, "ja"), format_date(day, "en"))
    if answers.attack != "unknown":
        filled["kind"] = _labels("attack", {answers.attack})
    if answers.outage in {"yes", "no"}:
        is_stopped = answers.outage == "yes"
        filled["business"] = (
            Words("サービスが止まった", "A service stopped")
            if is_stopped
            else Words("サービスは止まっていない", "No service stopped")
        )
    if answers.appi_kinds:
        filled["personal"] = _labels("appi_kinds", answers.appi_kinds)
    elif answers.personal_data == "no":
        filled["personal"] = Words("個人データの漏えい等はない", "No personal data is concerned")
    if answers.told:
        filled["told"] = _labels("told", answers.told)
    return filled


def _labels(question: str, codes: set[str] | frozenset[str]) -> Words:
    choices = next(each.choices for each in questions() if each.code == question)
    chosen = [choice.label for choice in choices if choice.code in codes]
    return Words("、".join(each.ja for each in chosen), "; ".join(each.en for each in chosen))

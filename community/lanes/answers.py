"""The questions about an incident, and what was answered."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from community.lanes.days import LAST_KNOWN_YEAR, Unit
from community.lanes.words import Words, read_data, words_of

Kind = Literal["one", "many", "date", "number"]
MAX_DAYS = 365
FIRST_DAY = dt.date(2000, 1, 1)


class AnswerError(ValueError):
    """An answer that cannot be understood: `question` is its code, `words` say what is expected."""

    def __init__(self, question: str, words: Words) -> None:
        super().__init__(f"{question}: {words.en}")
        self.question = question
        self.words = words


@dataclass(frozen=True)
class Choice:
    """One of the answers that are offered."""

    code: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question; `group` is the heading it stands under, `code` the attribute of `Answers`."""

    code: str
    group: str
    kind: Kind
    text: Words
    help: Words
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What is known about the incident. What nobody answered counts as not known."""

    nda: str = "unknown"
    export_technology: str = "unknown"
    board_matter: str = "unknown"
    discovered: dt.date | None = None
    attack: str = "unknown"
    outage: str = "unknown"
    personal_data: str = "unknown"
    appi_kinds: frozenset[str] = field(default_factory=frozenset)
    contractor: str = "unknown"
    sector: str = "unknown"
    support: str = "unknown"
    contract_days: int | None = None
    contract_unit: Unit = "calendar"
    sector_days: int | None = None
    sector_unit: Unit = "calendar"
    told: frozenset[str] = field(default_factory=frozenset)


def questions() -> tuple[Question, ...]:
    """Every question in the order in which it is asked; the first three are those of the guidelines."""
    return tuple(_question(entry) for entry in read_data("questions.json")["questions"])


def groups() -> dict[str, Words]:
    """The headings of the groups of questions, in order, by their code."""
    return {entry["code"]: words_of(entry) for entry in read_data("questions.json")["groups"]}


def answers_from(given: Mapping[str, Any], *, today: dt.date | None = None) -> Answers:
    """The answers of a form or query: each value a text or a list of texts; empty ones are not known.

    AnswerError for a choice that is not offered, a day that is none or lies after `today`, a number out of range.
    Keys that are no question are ignored.
    """
    read = {question.code: _read(question, _texts(given.get(question.code)), today) for question in questions()}
    return Answers(**{name: value for name, value in read.items() if value is not None})


def query_of(answers: Answers) -> list[tuple[str, str]]:
    """The answers as pairs for a query: `answers_from` reads the same answers out of it again."""
    pairs: list[tuple[str, str]] = []
    for each in fields(Answers):
        value = getattr(answers, each.name)
        if value == _unasked(each.name):
            continue
        several = sorted(value) if isinstance(value, frozenset) else [value]
        pairs += [(each.name, v.isoformat() if isinstance(v, dt.date) else str(v)) for v in several]
    return pairs


def _unasked(name: str) -> Any:
    return getattr(Answers(), name)


def _question(entry: dict[str, Any]) -> Question:
    choices = tuple(Choice(each["code"], words_of(each)) for each in entry.get("choices", ()))
    blank = {"ja": "", "en": ""}
    return Question(
        entry["code"], entry["group"], entry["kind"], words_of(entry), words_of(entry.get("help", blank)), choices
    )


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    several: Iterable[Any] = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return [text for text in (str(each).strip() for each in several) if text]


def _read(question: Question, texts: list[str], today: dt.date | None) -> Any:
    """The value of one answer, None where nothing was said."""
    if not texts:
        return None
    if question.kind == "date":
        return _day(question, texts[0], today)
    if question.kind == "number":
        return _number(question, texts[0])
    allowed = {choice.code for choice in question.choices}
    if not set(texts) <= allowed:
        raise AnswerError(
            question.code, Words("選べる答えの中から選んでください。", "Please choose one of the answers offered.")
        )
    return frozenset(texts) if question.kind == "many" else texts[0]


def _day(question: Question, text: str, today: dt.date | None) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        words = Words("日付は 2026-04-30 のように書いてください。", "Please write the day like 2026-04-30.")
        raise AnswerError(question.code, words) from None
    if today and day > today:
        words = Words("発見した日は、今日か今日より前の日にしてください。", "Please give today or an earlier day.")
        raise AnswerError(question.code, words)
    if not FIRST_DAY <= day <= dt.date(LAST_KNOWN_YEAR - 1, 12, 31):
        words = Words("2000年より後の日を入れてください。", "Please give a day after the year 2000.")
        raise AnswerError(question.code, words)
    return day


def _number(question: Question, text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_DAYS)) else 0
    if not 1 <= number <= MAX_DAYS:
        words = Words(
            f"1から{MAX_DAYS}までの日数を、数字で書いてください。",
            f"Please write a number of days from 1 to {MAX_DAYS}.",
        )
        raise AnswerError(question.code, words)
    return number

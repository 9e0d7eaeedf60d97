"""Dates as months, quarters or days since the detection; times as parts of the day."""

import datetime as dt
import re
from typing import Literal, NamedTuple

from practices.anonymize.replacements.numbers import number_in
from secunity.core.text.formats import ERAS, format_occurred
from secunity.core.text.normalise import normalise

Period = Literal["month", "quarter", "half", "year"]

_ERA = re.compile(r"(令和|平成|昭和|大正|明治) ?([0-9]{1,2}|元|[〇一二三四五六七八九十]{1,3}) ?年?")
_ERA_LETTER = re.compile(r"([MTSHR])([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_NUMERIC = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?|([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
_PART = r"[0-9〇零一二三四五六七八九十]{1,4}"
_JAPANESE = re.compile(rf"(?:({_PART}) ?年度?)? ?(?:({_PART}) ?月)? ?(?:({_PART}) ?日)?")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = re.compile("|".join(_MONTH_NAMES))
_PARTS_OF_DAY = ((5, "未明"), (9, "朝"), (12, "午前"), (17, "午後"), (24, "夜"))


class PartialDate(NamedTuple):
    """What is said of a date; None where it is not said."""

    year: int | None
    month: int | None = None
    day: int | None = None


def date_in(surface: str, assumed_year: int | None = None) -> PartialDate:
    """Read a date as written in Japanese or English, with Western years or eras."""
    plain = normalise(surface).strip()
    if match := _ERA_LETTER.match(plain):
        letter, year, month, day = match.groups()
        return PartialDate(_western(_LETTERS[letter], int(year)), int(month), int(day))
    plain = _ERA.sub(lambda match: f"{_western(match.group(1), _number(match.group(2)) or 1)}年", plain, count=1)
    if match := _NUMERIC.match(plain):
        year, month, day = match.groups()[:3] if match.group(1) else match.groups()[3:]
        return PartialDate(int(year), int(month), int(day) if day else None)
    if match := _WORD.search(plain.lower()):
        return _english(plain, _MONTH_NAMES.index(match.group()) + 1)
    if match := re.match(r"([0-9]{1,2})/([0-9]{1,2})", plain):
        return PartialDate(assumed_year, int(match.group(1)), int(match.group(2)))
    year, month, day = (_number(part) for part in _japanese(plain))
    return PartialDate(year if year is not None else assumed_year, month, day)


def period_of(surface: str, period: Period, detected_on: dt.date | None = None) -> str:
    """「2024年3月5日」 → 「検知+3日」 if the day of detection is known, else 「2024年3月」 or its quarter.

    A date that does not say enough comes back as 「ある時期」.
    """
    said = date_in(surface, detected_on.year if detected_on else None)
    if detected_on and (offset := _days_after(said, detected_on)) is not None:
        return "検知日" if offset == 0 else f"検知{offset:+d}日"
    if said.year is None:
        return "ある時期"
    if said.month is None or period == "year" or not 1 <= said.month <= 12:
        return format_occurred(f"{said.year:04d}")
    parts = {"month": f"{said.month:02d}", "quarter": f"Q{(said.month + 2) // 3}", "half": f"H{(said.month + 5) // 6}"}
    return format_occurred(f"{said.year:04d}-{parts[period]}")


def part_of_day(surface: str) -> str:
    """「15時30分」 → 「午後」."""
    plain = normalise(surface)
    hour = number_in(plain)
    if hour is None:
        return "ある時刻"
    if re.search(r"午後|夜|夕|pm", plain, re.IGNORECASE) and hour < 12:
        hour += 12
    return next((name for end, name in _PARTS_OF_DAY if hour < end), "夜")


def _days_after(said: PartialDate, detected_on: dt.date) -> int | None:
    if said.year is None or said.month is None or said.day is None:
        return None
    try:
        return (dt.date(said.year, said.month, said.day) - detected_on).days
    except ValueError:
        return None


def _english(plain: str, month: int) -> PartialDate:
    numbers = [int(each) for each in re.findall("[0-9]+", plain)]
    year = next((number for number in numbers if number >= 1000), None)
    return PartialDate(year, month, next((number for number in numbers if number <= 31), None))


def _japanese(plain: str) -> tuple[str | None, ...]:
    match = _JAPANESE.match(plain)
    return match.groups() if match else (None, None, None)


def _western(era: str, year: int) -> int:
    return next(each.first_day.year for each in ERAS if each.name_ja == era) + year - 1


def _number(text: str | None) -> int | None:
    return number_in(text) if text else None

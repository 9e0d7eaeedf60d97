"""Dates, periods, amounts and counts as a reader of Japanese or English expects them."""

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_JAPANESE_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
_OCCURRED = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


class Era(NamedTuple):
    """A Japanese era and its first day."""

    name_ja: str
    name_en: str
    first_day: dt.date


ERAS = (
    Era("令和", "Reiwa", dt.date(2019, 5, 1)),
    Era("平成", "Heisei", dt.date(1989, 1, 8)),
    Era("昭和", "Showa", dt.date(1926, 12, 25)),
    Era("大正", "Taisho", dt.date(1912, 7, 30)),
    Era("明治", "Meiji", dt.date(1868, 10, 23)),
)


def format_date(date: dt.date, language: str = "ja") -> str:
    """「2020年10月15日（木）」 or "Thursday 15 October 2020"."""
    if _is_english(language):
        return f"{_WEEKDAYS_EN[date.weekday()]} {_plain_date_en(date)}"
    return f"{date.year}年{date.month}月{date.day}日（{_WEEKDAYS_JA[date.weekday()]}）"


def format_datetime(moment: dt.datetime, language: str = "ja", zone: dt.tzinfo = TOKYO) -> str:
    """「2020年10月15日（木） 15:00」 or "Thursday 15 October 2020, 15:00", on the clocks of `zone` if it has one."""
    local = moment.astimezone(zone) if moment.tzinfo else moment
    separator = ", " if _is_english(language) else " "
    return f"{format_date(local, language)}{separator}{local:%H:%M}"


def format_era_date(date: dt.date, language: str = "ja") -> str:
    """「令和2年10月15日」, 「令和元年5月1日」 or "15 October 2020 (Reiwa 2)"; before Meiji without an era."""
    era = next((era for era in ERAS if date >= era.first_day), None)
    year = date.year - era.first_day.year + 1 if era else date.year
    if _is_english(language):
        return _plain_date_en(date) + (f" ({era.name_en} {year})" if era else "")
    year_ja = f"{era.name_ja}{'元' if year == 1 else year}" if era else str(year)
    return f"{year_ja}年{date.month}月{date.day}日"


def format_yen(yen: int, language: str = "ja") -> str:
    """「5,500万円」, 「1億2,000万円」 or "¥55,000,000 (55 million yen)"."""
    sign, amount = ("-" if yen < 0 else ""), abs(yen)
    if _is_english(language):
        return f"{sign}¥{amount:,}{_in_words_en(amount)}"
    if amount < 10**8 and amount % 10**4:
        return f"{sign}{amount:,}円"
    return f"{sign}{_in_units_ja(amount)}円"


def format_occurred(occurred: str, language: str = "ja") -> str:
    """A period "YYYY", "YYYY-H1", "YYYY-Q2" or "YYYY-MM", or a day, in words; anything else comes back as it is."""
    match = _OCCURRED.fullmatch(occurred)
    if not match:
        return _day(occurred, language)
    year, half, quarter, month = match.groups()
    if not (half or quarter or month):
        return year if _is_english(language) else f"{year}年"
    first, last = _months(half, quarter, month)
    if _is_english(language):
        names = [_MONTHS_EN[first - 1]] + ([_MONTHS_EN[last - 1]] if last != first else [])
        return f"{'–'.join(names)} {year}"
    return f"{year}年{first}月" if first == last else f"{year}年{first}～{last}月"


def format_count(count: int, unit_ja: str = "件", language: str = "ja", *, one_en: str = "", many_en: str = "") -> str:
    """「1,064社」 or, in English, "1,064 companies" with the nouns given (the number alone without them)."""
    if not _is_english(language):
        return f"{count:,}{unit_ja}"
    noun = one_en if count == 1 else many_en or one_en
    return f"{count:,} {noun}".rstrip()


def _is_english(language: str) -> bool:
    return language.startswith("en")


def _day(text: str, language: str) -> str:
    try:
        return format_date(dt.date.fromisoformat(text), language)
    except ValueError:
        return text


def _plain_date_en(date: dt.date) -> str:
    return f"{date.day} {_MONTHS_EN[date.month - 1]} {date.year}"


def _in_units_ja(amount: int) -> str:
    parts = []
    for size, unit in _JAPANESE_UNITS:
        count, amount = divmod(amount, size)
        if count:
            parts.append(f"{count:,}{unit}")
    return "".join(parts) or "0"


def _in_words_en(amount: int) -> str:
    """The amount in millions or billions, where that takes no rounding."""
    size, word = (10**9, "billion") if amount >= 10**9 else (10**6, "million")
    if amount < size or amount % (size // 100):
        return ""
    return f" ({amount / size:g} {word} yen)"


def _months(half: str | None, quarter: str | None, month: str | None) -> tuple[int, int]:
    if month:
        return int(month), int(month)
    length, index = (6, int(half)) if half else (3, int(quarter or 1))
    return (index - 1) * length + 1, index * length

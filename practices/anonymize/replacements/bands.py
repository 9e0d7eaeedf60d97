"""Amounts, counts and ages as bands."""

import re
from bisect import bisect_left, bisect_right

from practices.anonymize.replacements.numbers import number_in
from secunity.core.text.formats import format_yen
from secunity.core.text.normalise import normalise

_YEN = (1_000_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000)
_COUNTS = (1, 10, 50, 100, 300, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000)
_UNIT = re.compile(r"[^0-9〇零一二三四五六七八九十百千万億兆数約,.\s].*$")
_UNKNOWN_AMOUNT = "一定額"
_UNKNOWN_COUNT = "複数"


def money_band(surface: str) -> str:
    """「5,500万円」 → 「5,000万円超～1億円」; what is not in yen loses its amount."""
    plain = normalise(surface)
    yen = number_in(plain)
    if yen is None or not re.search(r"円|¥|JPY|yen", plain, re.IGNORECASE):
        return _UNKNOWN_AMOUNT
    if yen == 0:
        return "0円"
    index = bisect_left(_YEN, yen)
    if index == 0:
        return f"{format_yen(_YEN[0])}以下"
    if index == len(_YEN):
        return f"{format_yen(_YEN[-1])}超"
    return f"{format_yen(_YEN[index - 1])}超～{format_yen(_YEN[index])}"


def count_band(surface: str) -> str:
    """「1,250件」 → 「1,000～4,999件」; 「数十名」 → 「複数名」."""
    plain = normalise(surface)
    number = number_in(plain)
    unit = match.group() if (match := _UNIT.search(plain)) else ""
    if number is None or "数" in plain or number == 0:
        return "0" + unit if number == 0 else _UNKNOWN_COUNT + unit
    index = bisect_right(_COUNTS, number)
    if index == len(_COUNTS):
        return f"{_COUNTS[-1]:,}{unit}以上"
    return f"{_COUNTS[index - 1]:,}～{_COUNTS[index] - 1:,}{unit}"


def age_band(surface: str) -> str:
    """「35歳」 → 「30代」."""
    age = number_in(normalise(surface))
    if age is None:
        return "年齢非公開"
    return "10歳未満" if age < 10 else "90代以上" if age >= 90 else f"{age // 10 * 10}代"

"""Years of the Western calendar and of Japanese eras: which of them are the same."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis.synonyms import Match, Pattern
from search.analysis.terms import Term
from secunity.core.text.formats import ERAS

FIRST_YEAR, LAST_YEAR = 1868, 2100
_FIRST_YEARS = {era.name_ja: era.first_day.year for era in ERAS}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_YEAR_WORDS = frozenset({"年", "年度"})
_KANJI_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")}
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治)(?P<number>元|\d{1,2}|[一二三四五六七八九十]{1,3})年度?"
    r"|(?<![A-Za-z0-9])(?P<letter>[RHS])\.?(?P<short>\d{1,2})年度?"
    r"|(?<!\d)(?P<western>(?:19|20)\d\d)年度?"
)


class WrittenYear(NamedTuple):
    """A year as written in a text, and its number in the Western calendar."""

    year: int
    start: int
    end: int


def written_years(text: str) -> Iterator[WrittenYear]:
    """The years that a normalised text names with 年: 2024年, 令和6年度, R6年."""
    for match in _WRITTEN.finditer(text):
        if match["western"]:
            year = int(match["western"])
        else:
            number = match["number"] or match["short"]
            year = era_year(match["era"] or _LETTERS[match["letter"]], _number(number))
        if year:
            yield WrittenYear(year, *match.span())


def era_year(era: str, number: int) -> int:
    """The Western year of an era's year; 0 where the era had no such year."""
    first = _FIRST_YEARS.get(era, 0)
    following = min((year for year in _FIRST_YEARS.values() if year > first), default=LAST_YEAR)
    year = first + number - 1
    return year if number and first and year <= following else 0


def same_year_at(terms: Sequence[Term], index: int) -> Match | None:
    """The year named at `index`, with the patterns of the other calendar."""
    term = terms[index]
    following = terms[index + 1] if index + 1 < len(terms) else None
    if following is None or following.start != term.end:
        return None
    if term.text in _FIRST_YEARS:
        number = 1 if following.text == "元年" else int(following.text) if _is_number(following, 2) else 0
        year = era_year(term.text, number)
        return Match(index, index + 2, (((0, str(year)),),)) if year else None
    if _is_number(term, 4) and following.text in _YEAR_WORDS and FIRST_YEAR <= int(term.text) <= LAST_YEAR:
        return Match(index, index + 1, tuple(_era_patterns(int(term.text))))
    return None


def _era_patterns(year: int) -> Iterator[Pattern]:
    for era, first in _FIRST_YEARS.items():
        number = year - first + 1
        if era_year(era, number) == year:
            yield ((0, era), (1, "元年" if number == 1 else str(number)))


def _is_number(term: Term, most_digits: int) -> bool:
    return term.text.isascii() and term.text.isdigit() and len(term.text) <= most_digits


def _number(written: str) -> int:
    """1 to 99 in digits or in Chinese numerals; 元 is 1."""
    if written == "元":
        return 1
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_KANJI_DIGITS.get(tens, 1) * 10 if ten else 0) + _KANJI_DIGITS.get(ones, 0)

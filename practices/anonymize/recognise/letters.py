"""What kind of letter a character is, and where runs of one kind begin and end."""

import re
from functools import lru_cache

_DIGIT = re.compile("[0-9]")
_MARKS = "、。,.「」『』()!?:;\"' "


@lru_cache(maxsize=20_000)
def kind_of(char: str) -> str:
    """One letter for hiragana, katakana, Chinese characters, Latin, digits; a mark stands for itself."""
    if "ぁ" <= char <= "ゖ":
        return "h"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "k"
    if "一" <= char <= "鿿" or char in "々〆㐀":
        return "c"
    if char.isascii() and char.isalpha():
        return "A" if char.isupper() else "a"
    if char in _MARKS or char == "・":
        return "m" if char == "・" else char
    return "d" if char.isdecimal() else "x" if char.isalpha() else "s"


def without_digits(text: str) -> str:
    """The text with 0 for every digit: which number it is says nothing about names."""
    return _DIGIT.sub("0", text)


def runs(kinds: str) -> tuple[list[int], list[int]]:
    """For each character, where its run of one kind begins and ends; capitals and small letters are one kind."""
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in re.finditer(r"[aA]+|(.)\1*", kinds, re.DOTALL):
        length = match.end() - position
        starts += [position] * length
        ends += [match.end()] * length
        position = match.end()
    return starts, ends

"""Kana in Latin letters, in the spellings that people use for their names."""

from functools import lru_cache

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わゐ ゑを", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "v": "  ゔ  ",
}  # fmt: skip
_PLAIN = {
    kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True) if kana != " "
}
_HEPBURN = {"si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "di": "ji", "du": "zu", "wo": "o"}
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_LONG = (("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a"), ("ee", "e"))


@lru_cache(maxsize=10_000)
def spellings(kana: str) -> frozenset[str]:
    """Return how `kana` (hiragana or katakana) is written in Latin letters; nothing if it holds other letters."""
    units = _units(_hiragana(kana))
    if not units:
        return frozenset()
    hepburn = "".join(_HEPBURN.get(unit, _glided(unit)) for unit in units)
    found = {spelling.replace("~", long) for spelling in (hepburn, "".join(units)) for long in ("", "h")}
    found = {_doubled(spelling, double) for spelling in found for double in ("", "t")}
    found |= {_without_long(spelling, last) for spelling in found for last in ("", "h")}
    found |= {spelling.replace("nb", "mb").replace("np", "mp").replace("nm", "mm") for spelling in found}
    return frozenset(found)


def _hiragana(kana: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in kana)


def _units(kana: str) -> list[str]:
    """One syllable each, in the systematic spelling; `q` stands for the small っ, `~` for the long-vowel mark."""
    units: list[str] = []
    for char in kana:
        if char in _GLIDES and units:
            units[-1] = units[-1][:-1] + "y" + _GLIDES[char]
        elif char in _SMALL_VOWELS and units:
            units[-1] = units[-1][:-1] + _SMALL_VOWELS[char]
        elif unit := {"っ": "q", "ん": "n", "ー": "~"}.get(char, _PLAIN.get(char, "")):
            units.append(unit)
        elif char not in " \u3000・":
            return []
    return units


def _glided(unit: str) -> str:
    for plain, hepburn in (("sy", "sh"), ("ty", "ch"), ("zy", "j"), ("dy", "j")):
        if unit.startswith(plain):
            return hepburn + unit[2:]
    return unit


def _doubled(spelling: str, before_ch: str) -> str:
    while "q" in spelling:
        head, _, tail = spelling.partition("q")
        double = before_ch if tail.startswith("ch") and before_ch else tail[:1]
        spelling = head + double + tail
    return spelling


def _without_long(spelling: str, last: str) -> str:
    for long, short in _LONG:
        spelling = spelling.replace(long, short + last if short == "o" else short)
    return spelling

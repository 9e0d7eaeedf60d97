"""Words by their sound: one key for katakana, hiragana and romaji, and for spellings that sound the same."""

import re
import unicodedata

_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_TO_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", "ー・ ")
_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
# Rows that are written with a small vowel: the first letter's kana with each vowel's.
_SMALL = {
    "f": ("フ", "ァィ.ェォ"),
    "v": ("ヴ", "ァィ.ェォ"),
    "w": ("ウ", ".ィ.ェ."),
    "j": ("ジ", "ャ.ュェョ"),
    "sh": ("シ", "ャ.ュェョ"),
    "ch": ("チ", "ャ.ュェョ"),
    "ts": ("ツ", "ァィ.ェォ"),
    "kw": ("ク", "ァィゥェォ"),
    "th": ("テ", "ャィュェョ"),
    "dh": ("デ", "ャィュェョ"),
}
_SINGLE = {"ya": "ヤ", "yu": "ユ", "yo": "ヨ", "wa": "ワ", "wo": "ヲ", "ye": "イェ", "tsu": "ツ", "fu": "フ"}
_SYLLABLE = re.compile(r"n'|n(?![aiueoy])|[bcdfghjklmnpqrstvwyz]{0,3}[aiueo]|-", re.IGNORECASE)
_ROMAJI = re.compile(r"[a-z'-]{3,40}", re.IGNORECASE)


def sound_key(text: str) -> str:
    """One spelling for hiragana and katakana, small and large kana, long and short vowels."""
    katakana = unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA)
    return katakana.translate(_TO_LARGE).casefold()


def from_romaji(word: str) -> str:
    """The katakana that a word in Latin letters spells, or nothing if it spells none."""
    if not _ROMAJI.fullmatch(word):
        return ""
    kana, done = [], 0
    for match in _SYLLABLE.finditer(word.lower()):
        written = _syllable(match.group()) if match.start() == done else ""
        if not written:
            return ""
        kana.append(written)
        done = match.end()
    return "".join(kana) if done == len(word) else ""


def _syllable(letters: str) -> str:
    if letters == "-":
        return "ー"
    if letters.startswith("n") and letters[-1] not in _VOWELS:
        return "ン"
    if len(letters) > 2 and letters[0] == letters[1] != "n":
        rest = _syllable(letters[1:])
        return "ッ" + rest if rest else ""
    if letters.startswith("tch"):
        return "ッ" + _syllable(letters[1:])
    return _TABLE.get(letters, "")


def _table() -> dict[str, str]:
    table = {row + vowel: kana for row, line in _ROWS.items() for vowel, kana in zip(_VOWELS, line, strict=True)}
    for row, line in _ROWS.items():
        if row not in ("", "t", "d"):
            table |= {f"{row}y{vowel}": line[1] + small for vowel, small in zip("auo", "ャュョ", strict=True)}
    for row, (kana, smalls) in _SMALL.items():
        table |= {row + vowel: kana + small for vowel, small in zip(_VOWELS, smalls, strict=True) if small != "."}
    return table | _SINGLE | {"shi": "シ", "chi": "チ", "ji": "ジ", "vu": "ヴ", "tyu": "チュ", "zi": "ジ"}


_TABLE = _table()

"""Make the word list from Sudachi's dictionary (only for training; at work the list itself is enough)."""

import re

from sudachipy import Dictionary

from practices.anonymize.recognise.lexicon import (
    COMMON,
    COUNTRY,
    FAMILY,
    GIVEN,
    LONGEST,
    PERSON,
    PLACE,
    PROPER,
    Lexicon,
)
from secunity.core.text.normalise import normalise

_PROPER_CLASSES = {
    ("人名", "姓"): FAMILY,
    ("人名", "名"): GIVEN,
    ("人名", "一般"): PERSON,
    ("地名", "一般"): PLACE,
    ("地名", "国"): COUNTRY,
    ("一般", "*"): PROPER,
}
_COMMON_SPEECH = frozenset({"名詞", "形状詞", "副詞"})
_HIRAGANA = re.compile("[ぁ-ゖー]+")
_KANJI = re.compile("[一-鿿々]+")
_KATAKANA = re.compile("[ァ-ヺー・]+")
_UNFIT = re.compile(r"[0-9\s]")


def build() -> Lexicon:
    """Read the whole dictionary and keep what helps to tell names from words."""
    words: dict[str, int] = {}
    for entry in Dictionary(dict="core").entries():
        word = normalise(entry.surface())
        if (kind := _class_of(entry.part_of_speech())) and _is_useful(word, kind):
            words[word] = words.get(word, 0) | kind
    return Lexicon.of_words(words)


def _class_of(speech: tuple[str, ...]) -> int:
    if speech[1] == "固有名詞":
        return _PROPER_CLASSES.get((speech[2], speech[3]), 0)
    return COMMON if speech[0] in _COMMON_SPEECH else 0


def _is_useful(word: str, kind: int) -> bool:
    """Long addresses, single characters and short kana words cost room and mislead."""
    if not 2 <= len(word) <= LONGEST or _UNFIT.search(word):
        return False
    if _HIRAGANA.fullmatch(word):
        return len(word) >= 3 and kind not in (COMMON, PLACE, PERSON)
    is_kanji = bool(_KANJI.fullmatch(word))
    if kind == PLACE:
        return len(word) <= 5 or bool(_KATAKANA.fullmatch(word))
    longest = {FAMILY: 5, GIVEN: 3 if is_kanji else LONGEST, COMMON: 6 if is_kanji else LONGEST}
    return len(word) <= longest.get(kind, LONGEST)

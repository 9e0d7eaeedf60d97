"""Words in Latin letters: where they are, how they split, and their English stem."""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
# Identifiers that mean something only as a whole: vulnerabilities, advisories, techniques, addresses.
_WHOLE = (
    r"CVE-\d{4}-\d{4,7}|JVN(?:DB-\d{4}-\d{6}|(?:VU|TA)?#\d{6,8})|T\d{4}\.\d{3}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
)
_WORD = rf"(?:(?<![\d,.])\d+)?[{_LETTER}][{_LETTER}\d]*(?:[-&'][{_LETTER}\d]+)*"
LATIN = re.compile(rf"(?P<whole>{_WHOLE})|(?P<word>{_WORD})", re.IGNORECASE)

_PIECES = re.compile(rf"[{_LETTER}\d]+")
_HUMP = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-Z])|(?<=[A-Za-z]{3})(?=\d+$)")
_MOST_PARTS = 5
_SHORTEST_STEMMED = 4
# The stemmer remembers each word; texts hold endless invented ones.
_LONGEST_STEMMED = 40

_STOP_WORDS = re.compile(
    r"an?|and|are|as|at|be|been|but|by|can|could|did|do|does|for|from|had|has|have|he|her|his|how|i|if|in|into|is|it|its"
    r"|may|me|my|not?|of|on|or|our|she|should|so|than|that|the|their|them|then|there|these|they|this|those|to|us|was|we"
    r"|were|what|when|where|which|who|why|will|with|would|your?",
    re.IGNORECASE,
)

_stemmers = threading.local()


def parts_of(word: str) -> list[tuple[int, int]]:
    """Cut a Latin word at its hyphens and at lower→Upper (PowerShell, WindowsXP, ISO27001): spans inside `word`."""
    spans = [span for piece in _PIECES.finditer(word) for span in _humps(word, *piece.span())]
    if _is_contraction(word) or len(spans) > _MOST_PARTS:
        return [(0, len(word))]
    return spans


def is_stop_word(word: str) -> bool:
    """Whether it is a small word without meaning of its own; "IT" and "US" in capitals are names."""
    return bool(_STOP_WORDS.fullmatch(word)) and not (len(word) > 1 and word.isupper())


def joined(word: str) -> str:
    """The term of the whole word, written without hyphens."""
    return _stem("".join(_PIECES.findall(word)))


def stem(word: str) -> str:
    """The term of one word or word part: lower case, without accents, English stem."""
    return _stem(word.removesuffix("'s").replace("'", ""))


def _humps(word: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.start() + start for match in _HUMP.finditer(word[start:end])]
    spans = list(zip([start, *cuts], [*cuts, end], strict=True))
    # One letter beside a hump is spelling, not a word: iPhone, IoT, DDoS.
    if any(stop - first == 1 and word[first:stop].isalpha() for first, stop in spans):
        return [(start, end)]
    return spans


def _is_contraction(word: str) -> bool:
    return "'" in word


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(char))
    if not _SHORTEST_STEMMED <= len(plain) <= _LONGEST_STEMMED or not plain.isascii() or not plain.isalpha():
        return plain
    if not hasattr(_stemmers, "english"):
        _stemmers.english = snowballstemmer.stemmer("english")
    stemmed: str = _stemmers.english.stemWord(plain)
    return stemmed

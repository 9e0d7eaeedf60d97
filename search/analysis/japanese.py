"""Japanese words: SudachiPy's short units in their normalised form."""

import ctypes
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

from sudachipy import Dictionary, Morpheme, Tokenizer

MADV_DONTNEED = 4

DICTIONARY_VERSION = version("sudachidict-core")

Role = Literal["content", "suffix", "number", "function", "break", "nothing"]

# Sudachi refuses more than 49,149 bytes; shorter pieces also bound the work on a text without a full stop.
_LONGEST_PIECE = 4000
_SENTENCE_END = re.compile(r"[。！？!?\n][」』）)]*")
_BREAKS = frozenset("。、！？!?,.;；:：…\n")
_KEPT_SYMBOLS = frozenset("★☆〇")
# Verbs that carry grammar, not meaning: する, いる, ある; and the honorific お.
_EMPTY_WORDS = frozenset({"為る", "居る", "有る", "御"})
_LONG_KATAKANA = re.compile(r"[ァ-ヺー]{3,}ー")

# Sudachi numbers units that are in no dictionary from here on, several with one number.
_UNKNOWN_WORDS = 0xF000_0000
_MOST_MET = 50_000

# Form and role of units by their number in the dictionary.
_met: dict[int, tuple[str, "Role"]] = {}
_local = threading.local()
_loading = threading.Lock()


class Word(NamedTuple):
    """One unit of the text; `role` says what it is good for, offsets are those of the text given."""

    text: str
    start: int
    end: int
    role: Role


def words(text: str) -> Iterator[Word]:
    """Cut normalised Japanese text into units, in order."""
    tokenizer = _tokenizer()
    for offset, piece in _pieces(text):
        for morpheme in tokenizer.tokenize(piece):
            key = morpheme.word_id()
            form, role = _met.get(key) or _meet(key, morpheme)
            yield Word(form, offset + morpheme.begin(), offset + morpheme.end(), role)


def _meet(key: int, morpheme: Morpheme) -> tuple[str, Role]:
    """What a unit is good for; remembered for those of the dictionary, of which most texts are made."""
    form = morpheme.normalized_form()
    found = _plain(form), _role(morpheme.part_of_speech_id(), form, morpheme.surface())
    if key < _UNKNOWN_WORDS:
        if len(_met) >= _MOST_MET:
            _met.clear()
        _met[key] = found
    return found


@lru_cache(maxsize=1)
def _load() -> Dictionary:
    dictionary = Dictionary(dict="core")
    _give_back_pages()
    return dictionary


def _give_back_pages() -> None:
    """Take the dictionary's file out of this process's memory again: opening it reads most of it once, and what
    is needed later comes back page by page from the system's cache."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return
    for line in maps.read_text().splitlines():
        span, rights, *_rest = line.split(maxsplit=2)
        if rights == "r--s" and line.endswith("sudachidict_core/resources/system.dic"):
            start, end = (int(part, 16) for part in span.split("-"))
            ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_DONTNEED)


def _dictionary() -> Dictionary:
    with _loading:
        return _load()


def _tokenizer() -> Tokenizer:
    """This thread's tokenizer: one cannot be used by two threads at once."""
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(mode="A", fields={"normalized_form", "pos"})
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(text) - start > _LONGEST_PIECE:
        window = text[start : start + _LONGEST_PIECE]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        length = ends[-1] if ends else _LONGEST_PIECE
        yield start, window[:length]
        start += length
    yield start, text[start:]


@lru_cache(maxsize=4096)
def _role_of_pos(pos_id: int) -> Role:
    pos = _dictionary().pos_of(pos_id) or ("", "", "", "", "", "")
    if pos[0] in ("助詞", "助動詞"):
        return "function"
    if pos[0] == "空白":
        return "nothing"
    if pos[:2] == ("名詞", "数詞"):
        return "number"
    return "suffix" if pos[0] == "接尾辞" else "content"


@lru_cache(maxsize=50_000)
def _role(pos_id: int, form: str, surface: str) -> Role:
    if not any(char.isalnum() or char in _KEPT_SYMBOLS for char in surface):
        return "break" if any(char in _BREAKS for char in surface) else "nothing"
    role = _role_of_pos(pos_id)
    return "function" if form in _EMPTY_WORDS and role == "content" else role


@lru_cache(maxsize=50_000)
def _plain(form: str) -> str:
    """Lower case, and without the last long-vowel mark of a longer katakana word (メモリー, メモリ)."""
    return form[:-1] if _LONG_KATAKANA.fullmatch(form) else form.lower()

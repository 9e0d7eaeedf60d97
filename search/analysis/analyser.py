"""The one analysis of every engine: text → terms with offsets, and beside it pairs of neighbouring characters."""

import re
import zlib

from search.analysis.chain import chain_terms
from search.analysis.japanese import DICTIONARY_VERSION
from search.analysis.spellings import SPELLINGS_FILE, join_spellings
from search.analysis.terms import Term
from secunity.core.text.normalise import normalise_with_offsets

# Raise the first number whenever the same text would give other terms.
VERSION = f"1-{DICTIONARY_VERSION}-{zlib.crc32(SPELLINGS_FILE.read_bytes()):08x}"

_GRAM_RUN = re.compile(r"[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿]{2,}")
_LONGEST_TERM = 200


def analyse(text: str) -> list[Term]:
    """Return the terms of `text` in order; offsets are those of `text` as given."""
    plain, starts, ends = normalise_with_offsets(text)
    terms = join_spellings(chain_terms(plain))
    if starts == list(range(len(text))) and not any(len(term.text) > _LONGEST_TERM for term in terms):
        return terms
    return [
        Term(term[:_LONGEST_TERM], starts[start], ends[end - 1], position, kind)
        for term, start, end, position, kind in terms
    ]


def bigrams(text: str) -> list[Term]:
    """Return the pairs of neighbouring Japanese characters of `text`; a gap of positions parts the runs."""
    plain, starts, ends = normalise_with_offsets(text)
    grams: list[Term] = []
    ahead = 0
    for match in _GRAM_RUN.finditer(plain):
        first, last = match.start(), match.end() - 1
        ahead -= first
        grams += [
            Term(plain[start : start + 2], starts[start], ends[start + 1], start + ahead, "gram")
            for start in range(first, last)
        ]
        ahead += last + 1
    return grams

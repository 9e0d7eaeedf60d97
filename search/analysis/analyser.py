"""The one analysis of every engine: text → terms with offsets, and beside it pairs of neighbouring characters."""

import re
import zlib

from search.analysis.chain import chain_terms
from search.analysis.japanese import DICTIONARY_VERSION
from search.analysis.spellings import SPELLINGS_FILE, join_spellings
from search.analysis.terms import Term
from secunity.core.text.normalise import Normalised, normalise_with_offsets

# Raise the first number whenever the same text would give other terms.
VERSION = f"1-{DICTIONARY_VERSION}-{zlib.crc32(SPELLINGS_FILE.read_bytes()):08x}"

_GRAM_RUN = re.compile(r"[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿]{2,}")
_LONGEST_TERM = 200


def analyse(text: str) -> list[Term]:
    """Return the terms of `text` in order; offsets are those of `text` as given."""
    normalised = normalise_with_offsets(text)
    return [_placed(term, normalised) for term in join_spellings(chain_terms(normalised.text))]


def bigrams(text: str) -> list[Term]:
    """Return the pairs of neighbouring Japanese characters of `text`; a gap of positions parts the runs."""
    normalised = normalise_with_offsets(text)
    grams: list[Term] = []
    position = 0
    for match in _GRAM_RUN.finditer(normalised.text):
        for start in range(match.start(), match.end() - 1):
            gram = normalised.text[start : start + 2]
            grams.append(_placed(Term(gram, start, start + 2, position, "gram"), normalised))
            position += 1
        position += 1
    return grams


def _placed(term: Term, normalised: Normalised) -> Term:
    start, end = normalised.span(term.start, term.end)
    return Term(term.text[:_LONGEST_TERM], start, end, term.position, term.kind)

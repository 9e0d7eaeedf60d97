"""What the analysis gives: terms, each with its place in the given text."""

from typing import Literal, NamedTuple

# word: a content word · suffix: a short word hanging on the one before it · number · latin: a word or word part in
# Latin letters · joined: the parts that follow, written as one · gram: two neighbouring characters
Kind = Literal["word", "suffix", "number", "latin", "joined", "gram"]


class Term(NamedTuple):
    """One term: `start` and `end` are offsets in the given text, `position` counts words (phrases compare it)."""

    text: str
    start: int
    end: int
    position: int
    kind: Kind

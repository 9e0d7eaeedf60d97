"""A text in sentences short enough for the recognisers."""

import re
from collections.abc import Iterator

_END = re.compile(r"[。!?\n]+[」』)]*")
# Longer sentences are cut: work and memory stay bounded on text without a full stop.
LONGEST = 400


def pieces_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each sentence of a normalised text, without those that hold no letter."""
    start = 0
    for end in _ends(text):
        for cut in range(start, end, LONGEST):
            piece = text[cut : min(cut + LONGEST, end)]
            if any(char.isalpha() for char in piece):
                yield cut, piece
        start = end


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        yield match.end()
    yield len(text)

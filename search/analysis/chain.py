"""One normalised text → terms: Latin words apart, the rest through the Japanese dictionary, positions counted."""

import re
from collections.abc import Iterator

from search.analysis import japanese, latin
from search.analysis.terms import Kind, Term

_KINDS: dict[japanese.Role, Kind] = {"content": "word", "suffix": "suffix", "number": "number"}


def chain_terms(text: str) -> list[Term]:
    """Return the terms of an already normalised text, with offsets in it."""
    return list(_Chain(text).terms())


class _Chain:
    """One pass over one normalised text; counts the word positions."""

    def __init__(self, text: str) -> None:
        self.position = 0
        self.matches = list(latin.LATIN.finditer(text))
        self.words = japanese.words(text)

    def terms(self) -> Iterator[Term]:
        """Take the dictionary's units, and where a Latin word is not part of a longer unit, the Latin word instead."""
        following = iter(self.matches)
        match = next(following, None)
        done = 0
        for word in self.words:
            while match and match.end() <= word.start:
                match = next(following, None)
            if match and not _is_inside(match, word) and match.start() < word.end:
                if done < match.end():
                    yield from self._latin(match)
                    done = match.end()
            else:
                yield from self._japanese(word)

    def _next(self, text: str, start: int, end: int, kind: Kind) -> Term:
        term = Term(text, start, end, self.position, kind)
        self.position += 1
        return term

    def _japanese(self, word: japanese.Word) -> Iterator[Term]:
        text, start, end, role = word
        if role == "nothing":
            return
        if kind := _KINDS.get(role):
            yield Term(text, start, end, self.position, kind)
        # What is no term still parts its neighbours.
        self.position += 1

    def _latin(self, match: re.Match[str]) -> Iterator[Term]:
        word, offset = match.group(), match.start()
        if match.lastgroup == "whole":
            yield self._next(word.lower(), offset, match.end(), "latin")
            return
        spans = latin.parts_of(word)
        if len(spans) > 1:
            yield Term(latin.joined(word), offset, match.end(), self.position, "joined")
        for start, end in spans:
            if len(spans) == 1 and latin.is_stop_word(word):
                self.position += 1
            else:
                yield self._next(latin.stem(word[start:end]), offset + start, offset + end, "latin")


def _is_inside(match: re.Match[str], word: japanese.Word) -> bool:
    """Whether the Latin word is a part of a longer unit that the dictionary knows (Tシャツ)."""
    return (
        word.start <= match.start() and match.end() <= word.end and match.end() - match.start() < word.end - word.start
    )

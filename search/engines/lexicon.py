"""The words that are known, and which of them a misspelt word or one in romaji may mean."""

import re
from collections.abc import Iterable, Iterator, Mapping

from search.analysis.kana import from_romaji, sound_key
from search.analysis.latin import stem
from secunity.core.text.normalise import normalise

# What may be misspelt: runs of katakana, of Latin letters, and a whole word in hiragana.
RUN = re.compile(r"[ァ-ヺー]{4,}|(?<![A-Za-z0-9])[A-Za-z][a-z']{3,}(?![A-Za-z0-9])|(?<!.)[ぁ-ゖー]{4,}(?!.)")
MOST_WORDS = 50_000
_SHORTEST = 4
_LONGEST = 30
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_WORD = re.compile(r"[ァ-ヺー]{3,}|[a-z]{4,}")


class Lexicon:
    """Known words with how many documents each is in; never changes, so threads may share it.

    `counts` are an index's terms, `words` others that are known though no document may have them.
    """

    def __init__(self, counts: Mapping[str, int], words: Iterable[str] = ()) -> None:
        named: dict[str, str] = {}
        for word in words:
            if RUN.fullmatch(normalise(word)):
                named.setdefault(_key(word), word)
        frequent = sorted((term for term in counts if _WORD.fullmatch(term)), key=lambda term: -counts[term])
        # Of a sound the first spelling stays: words named before terms, frequent terms before rare ones.
        self._words = {_term_key(term): term for term in reversed(frequent[:MOST_WORDS])} | named
        self._weights = {key: counts.get(word, 0) for key, word in self._words.items()}
        self._deletions = _deletion_table(self._words)

    def knows(self, run: str) -> bool:
        """Whether this run of letters is a known word."""
        return _key(run) in self._words

    def meant_by(self, run: str) -> str:
        """The known word that an unknown run of letters means; nothing if there is none near enough."""
        romaji = sound_key(from_romaji(run))
        if romaji in self._words:
            return self._words[romaji]
        near = (self._nearest(_key(run)), self._nearest(romaji))
        return next((self._words[key] for key in near if key), "")

    def did_you_mean(self, text: str) -> str | None:
        """`text` with every unknown word in place of which a known one is near; None where there is nothing to say."""
        readable = normalise(text)
        corrected = RUN.sub(lambda match: self._better(match.group()), readable)
        return corrected if corrected != readable else None

    def _better(self, run: str) -> str:
        return run if self.knows(run) else self.meant_by(run) or run

    def _nearest(self, key: str) -> str:
        same_script = (other for other in self._near(key) if _is_katakana(other) == _is_katakana(key))
        return max(same_script, key=lambda other: (self._weights[other], other), default="")

    def _near(self, key: str) -> Iterator[str]:
        """Known words at one letter's distance: one more, one less, another one, or two exchanged."""
        if not _SHORTEST <= len(key) <= _LONGEST:
            return
        for shorter in (key, *_deletions_of(key)):
            if shorter in self._words and shorter != key:
                yield shorter
            for candidate in self._deletions.get(shorter, ()):
                if candidate != key and is_one_off(candidate, key):
                    yield candidate


def is_one_off(one: str, other: str) -> bool:
    """Whether two different words differ by one letter more, less or other, or by two neighbours exchanged."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    exchanged = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or exchanged


def _key(word: str) -> str:
    """Latin words by their stem, others by their sound."""
    plain = normalise(word)
    return stem(plain) if plain.isascii() else sound_key(plain)


def _term_key(term: str) -> str:
    """Terms of an index are stems already."""
    return term if term.isascii() else sound_key(term)


def _is_katakana(key: str) -> bool:
    return bool(_KATAKANA.fullmatch(key))


def _deletion_table(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for word in words:
        if _SHORTEST <= len(word) <= _LONGEST:
            for shorter in _deletions_of(word):
                table[shorter] = (*table.get(shorter, ()), word)
    return table


def _deletions_of(word: str) -> set[str]:
    return {word[:index] + word[index + 1 :] for index in range(len(word))}

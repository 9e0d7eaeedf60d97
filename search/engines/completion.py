"""What a question may go on with, while it is typed. Pure: built once, asked with every key."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from search.analysis.kana import from_romaji, sound_key
from secunity.core.text.normalise import fold_case, normalise

LONGEST_TYPED = 60
SHORTEST_TERM = 2
_MOST_LOOKED_AT = 400
# So many times as many as are shown, where some are not admitted.
_MOST_TRIED = 2


class Completion(NamedTuple):
    """A word or a question to complete to; `kind` says what it is, `weight` how much it is wanted."""

    text: str
    kind: str = "term"
    weight: float = 1.0


class Completions:
    """Completions by the sound of their beginning; never changes, so threads may share it."""

    def __init__(self, completions: Iterable[Completion]) -> None:
        best: dict[str, Completion] = {}
        for each in completions:
            key = _key(each.text)
            if key and (key not in best or best[key].weight < each.weight):
                best[key] = each
        self._entries = sorted(best.items())
        self._keys = [key for key, _ in self._entries]

    def complete(
        self, typed: str, limit: int = 8, admits: Callable[[Completion], bool] = lambda each: True
    ) -> list[Completion]:
        """The best completions of what was typed, or else of its last word, the most wanted first; never raises.

        `admits` is asked only about what would be shown.
        """
        readable = normalise(typed[:LONGEST_TYPED]).strip()
        whole = self._starting_with(readable)
        head, _space, last = readable.rpartition(" ")
        found = whole or (self._starting_with(last) if head else [])
        wanted = sorted(found, key=lambda each: (-each.weight, len(each.text), each.text))
        shown = islice(filter(admits, wanted[: limit * _MOST_TRIED]), limit)
        return list(shown) if whole else [each._replace(text=f"{head} {each.text}") for each in shown]

    def _starting_with(self, typed: str) -> list[Completion]:
        prefixes = {_key(typed), sound_key(_started(typed))} - {""}
        found: dict[str, Completion] = {}
        for prefix in prefixes:
            first = bisect_left(self._keys, prefix)
            for key, each in self._entries[first : first + _MOST_LOOKED_AT]:
                if not key.startswith(prefix):
                    break
                found[key] = each
        return list(found.values())


def term_completions(vocabulary: Mapping[str, int]) -> Iterator[Completion]:
    """The words of an index's term dictionary that can be shown; stems of Latin words cannot."""
    most = max(vocabulary.values(), default=1)
    for term, count in vocabulary.items():
        if len(term) >= SHORTEST_TERM and not term.isascii() and any(char.isalpha() for char in term):
            yield Completion(term, "term", count / most)


def _key(text: str) -> str:
    return sound_key(fold_case(normalise(text)))


def _started(typed: str) -> str:
    """The katakana of romaji that may end within a syllable: rans → ランス…, so far ラン."""
    for end in range(len(typed), max(0, len(typed) - 3), -1):
        kana = from_romaji(typed[:end])
        if kana:
            return kana
    return ""

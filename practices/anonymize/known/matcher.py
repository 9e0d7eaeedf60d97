"""All known names at once in one pass over a text (Aho and Corasick's automaton on skeletons)."""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from practices.anonymize.findings import Finding
from practices.anonymize.known.names import KnownName
from practices.anonymize.known.skeleton import fold, skeleton_of
from secunity.core.text.normalise import Normalised

_LATIN = re.compile("[a-z0-9Ａ-Ｚａ-ｚ０-９]", re.IGNORECASE)
_KATAKANA = re.compile("[ァ-ヺーｦ-ﾟ]")


class KnownNames:
    """The names of one report or of all members, ready to be looked for; immutable."""

    def __init__(self, names: Iterable[KnownName | str]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._fail: list[int] = [0]
        self._hits: list[tuple[tuple[int, str], ...]] = [()]
        for name in names:
            known = name if isinstance(name, KnownName) else None
            for key in known.keys() if known else KnownName(str(name)).keys():
                self._add(key, known.kind if known else "ORG")
        self._link()

    @classmethod
    def of_strings(cls, strings: Iterable[tuple[str, str]]) -> "KnownNames":
        """The strings as they are, each with its kind: in any spelling, but not cut short."""
        names = cls(())
        for string, kind in strings:
            if len(key := fold(string)) >= 2:
                names._add(key, kind)
        names._link()
        return names

    def find(self, normalised: Normalised, text: str) -> list[Finding]:
        """Return where known names stand in `text`, given with its normalised form; offsets are those of `text`."""
        skeleton = skeleton_of(normalised)
        places = (
            (skeleton.starts[start], _with_long_vowel(text, skeleton.ends[end - 1]), kind)
            for start, end, kind in self._matches(skeleton.text)
        )
        return [Finding(*place, 1.0, "known") for place in places if _stands_alone(*place[:2], text)]

    def _add(self, key: str, kind: str) -> None:
        state = 0
        for char in key:
            if char not in self._next[state]:
                self._next[state][char] = len(self._next)
                self._next.append({})
                self._fail.append(0)
                self._hits.append(())
            state = self._next[state][char]
        self._hits[state] = tuple({*self._hits[state], (len(key), kind)})

    def _link(self) -> None:
        queue = deque(self._next[0].values())
        while queue:
            state = queue.popleft()
            for char, child in self._next[state].items():
                fail = self._fail[state]
                while fail and char not in self._next[fail]:
                    fail = self._fail[fail]
                target = self._next[fail].get(char, 0)
                self._fail[child] = target if target != child else 0
                self._hits[child] = tuple({*self._hits[child], *self._hits[self._fail[child]]})
                queue.append(child)

    def _matches(self, letters: str) -> Iterator[tuple[int, int, str]]:
        state = 0
        for index, char in enumerate(letters):
            while state and char not in self._next[state]:
                state = self._fail[state]
            state = self._next[state].get(char, 0)
            for length, kind in self._hits[state]:
                yield index + 1 - length, index + 1, kind


def _with_long_vowel(text: str, end: int) -> int:
    """The end of a name with the long-vowel marks that follow: skeletons leave them out."""
    while text[end : end + 1] in ("ー", "ｰ"):
        end += 1
    return end


def _stands_alone(start: int, end: int, text: str) -> bool:
    """Whether a katakana or Latin name is not the inside of a longer word."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not _continues(before, text[start]) and not _continues(after, text[end - 1])


def _continues(outside: str, inside: str) -> bool:
    for letters in (_LATIN, _KATAKANA):
        if letters.match(inside):
            return bool(letters.match(outside))
    return False

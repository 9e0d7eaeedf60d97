"""Words that mean the same: found in a query, with what to look for in their place."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from search.analysis.analyser import analyse
from search.analysis.terms import Term
from secunity.core.text.normalise import fold_case, normalise

SYNONYMS_FILE = Path(__file__).parent.parent / "vocabularies" / "synonyms.csv"

# (distance from the first term, term): one term, or a phrase that keeps the gaps of dropped particles.
Pattern = tuple[tuple[int, str], ...]

_IGNORED = re.compile(r"[\s・\-/,_.]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


class Entry(NamedTuple):
    """One word of one group. A `narrower` word is found by the others and does not find them."""

    group: str
    term: str
    is_narrower: bool = False
    is_whole_only: bool = False
    is_expanded_to: bool = True


class Typed(NamedTuple):
    """A word as typed: its text, and its terms from index `first` up to `last` (exclusive)."""

    text: str
    first: int
    last: int


class Match(NamedTuple):
    """The terms from index `first` up to `last` (exclusive) mean what each of `patterns` means."""

    first: int
    last: int
    patterns: tuple[Pattern, ...]


class Synonyms:
    """A table of groups, ready for look-up; never changes, so threads may share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._equivalents: dict[str, list[Pattern]] = {}
        self._by_pattern: dict[str, list[tuple[Pattern, Entry]]] = {}
        self._by_key: dict[str, Entry] = {}
        table = tuple(entries)
        self.words = tuple(entry.term for entry in table)
        self._known = {_key(word) for word in self.words}
        self._one_word = {_key(word) for word in self.words if not word.count(" ")}
        for entry in table:
            self._add(entry)
        for candidates in self._by_pattern.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, terms: Sequence[Term], typed: Sequence[Typed]) -> list[Match]:
        """Return the groups met in `terms`, the analysis of the words typed: in order and without overlap."""
        matches = [match for word in typed if (match := self._match_word(word, terms))]
        taken = {index for match in matches for index in range(match.first, match.last)}
        firsts, lasts = {word.first for word in typed}, {word.last for word in typed}
        index = 0
        while index < len(terms):
            match = None if index in taken else self._match_at(terms, index, firsts, lasts)
            if match and taken.isdisjoint(range(match.first, match.last)):
                matches.append(match)
                index = match.last
            else:
                index += 1
        return sorted(matches)

    def knows(self, word: str) -> bool:
        """Whether it is a word of the table, in whatever script and spelling."""
        return _key(word) in self._known

    def knows_as_one(self, word: str) -> bool:
        """Whether it is a word of the table that is written without a space."""
        return _key(word) in self._one_word

    def _match_word(self, word: Typed, terms: Sequence[Term]) -> Match | None:
        """The group of a whole typed word, whatever script it is in and however the dictionary cuts it."""
        entry = self._by_key.get(_key(word.text))
        if not entry:
            return None
        return Match(word.first, word.last, self._others(entry, pattern_of(terms[word.first : word.last])))

    def _add(self, entry: Entry) -> None:
        pattern = pattern_of(analyse(entry.term))
        if not pattern or (len(pattern) == 1 and pattern[0][1].isdigit()):
            return
        if entry.is_expanded_to:
            self._equivalents.setdefault(entry.group, []).append(pattern)
        if not entry.is_narrower:
            self._by_key.setdefault(_key(entry.term), entry)
            self._by_pattern.setdefault(pattern[0][1], []).append((pattern, entry))

    def _match_at(self, terms: Sequence[Term], index: int, firsts: set[int], lasts: set[int]) -> Match | None:
        if terms[index].kind == "joined":
            return None
        for pattern, entry in self._by_pattern.get(terms[index].text, ()):
            last = _end_of(pattern, terms, index)
            is_whole = index in firsts and last in lasts
            if last and (is_whole or not entry.is_whole_only):
                return Match(index, last, self._others(entry, pattern))
        return None

    def _others(self, entry: Entry, own: Pattern) -> tuple[Pattern, ...]:
        others = dict.fromkeys(self._equivalents.get(entry.group, ()))
        others.pop(own, None)
        return tuple(others)


@lru_cache(maxsize=1)
def default_synonyms() -> Synonyms:
    """The project's own table."""
    return Synonyms(default_entries())


def default_entries() -> list[Entry]:
    """The words of the project's own table: what a table that people edit begins with."""
    return read_synonyms(SYNONYMS_FILE)


def read_synonyms(path: Path) -> list[Entry]:
    """Read a synonyms file (CSV: group, category, term, relation, match, expand; lines with # are remarks)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_entry(row) for row in csv.DictReader(line for line in file if not line.startswith("#"))]


def pattern_of(terms: Sequence[Term]) -> Pattern:
    """The terms with their distances from the first one, without words written as one beside their parts."""
    plain = [term for term in terms if term.kind != "joined"]
    return tuple((term.position - plain[0].position, term.text) for term in plain)


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        group=row["group"],
        term=row["term"],
        is_narrower=row["relation"] == "narrower",
        is_whole_only=row["match"] == "whole",
        is_expanded_to=row["expand"] != "no",
    )


def _key(text: str) -> str:
    """One spelling for hiragana and katakana, case, spaces, dots and the last long-vowel mark."""
    return _IGNORED.sub("", fold_case(normalise(text))).translate(_TO_KATAKANA).rstrip("ー")


def _end_of(pattern: Pattern, terms: Sequence[Term], index: int) -> int:
    """The index after the last term of `pattern` met at `index`; 0 if it is not there."""
    base = terms[index].position
    matched = 0
    for last in range(index, len(terms)):
        if terms[last].kind == "joined":
            continue
        distance, text = pattern[matched]
        if terms[last].text != text or terms[last].position - base != distance:
            return 0
        matched += 1
        if matched == len(pattern):
            return last + 1
    return 0

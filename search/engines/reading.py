"""A question as people ask it → words to look for, and the names in it that are filters: 「大阪の病院 暗号化」."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis import Term, analyse
from search.analysis.amounts import written_bounds
from search.analysis.eras import written_years
from search.analysis.synonyms import pattern_of
from search.engines.query import Clause, parse, text_of
from secunity.core.text.normalise import normalise

YEAR = "year"
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "昨年": -1, "去年": -1, "一昨年": -2, "おととし": -2}
_RELATIVE_YEAR = re.compile(f"({'|'.join(sorted(_RELATIVE_YEARS, key=len, reverse=True))})度?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
# What joins a name to its neighbours and says nothing without it.
_JOINT_BEFORE = re.compile(r"^(?:における|での|にある|との|への|からの|の|で|に|を|が|は|と|も|や|、|,|・)+")
_JOINT_AFTER = re.compile(r"(?:における|での|にある|の|で|に|を|が|は|と|も|や|、|,|・)+$")


class Name(NamedTuple):
    """A word that names one value of a facet."""

    text: str
    facet: str
    value: str


class Band(NamedTuple):
    """A value of a facet that stands for sums of yen between two, both included (None: no end)."""

    facet: str
    value: str
    least: int
    most: int | None


class Recognised(NamedTuple):
    """A word of the question that was taken as a filter, as typed."""

    facet: str
    value: str
    text: str


class _Span(NamedTuple):
    start: int
    end: int
    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, understood: clauses to look for and recognised filters, in the order typed."""

    clauses: tuple[Clause, ...] = ()
    recognised: tuple[Recognised, ...] = ()

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The recognised filters: OR within a facet."""
        filters: dict[str, tuple[str, ...]] = {}
        for each in self.recognised:
            filters[each.facet] = tuple(dict.fromkeys((*filters.get(each.facet, ()), each.value)))
        return filters

    def taken_off(self, recognised: Recognised) -> str:
        """The question without this filter."""
        return _joined(self._kept(recognised), self.clauses)

    def as_word(self, recognised: Recognised) -> str:
        """The question with this word in quotes: looked for in the texts, and no filter."""
        return _joined(self._kept(recognised), (Clause(recognised.text, is_phrase=True), *self.clauses))

    def _kept(self, recognised: Recognised) -> list[str]:
        return list(dict.fromkeys(each.text for each in self.recognised if each.text != recognised.text))


class Vocabulary:
    """Names of facet values, and those that are bands of sums; never changes, so threads may share it."""

    def __init__(self, names: Iterable[Name], bands: Iterable[Band] = ()) -> None:
        self._bands = tuple(bands)
        self._names: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        for name in names:
            texts = tuple(text for _, text in pattern_of(analyse(name.text)))
            if texts:
                self._names.setdefault(texts[0], []).append((texts, name))
        for same_start in self._names.values():
            same_start.sort(key=lambda candidate: -len(candidate[0]))

    def spans(self, text: str) -> list[_Span]:
        """Where names stand in a text, as words of their own: not within a longer compound."""
        terms = [term for term in analyse(text) if term.kind != "joined"]
        found: list[_Span] = []
        index = 0
        while index < len(terms):
            length, spans = self._at(terms, index)
            found += spans
            index += length or 1
        return found

    def bounded(self, text: str) -> list[_Span]:
        """The bands in which sums lie that a text names as a bound, however little of a band."""
        return [
            _Span(bound.start, bound.end, band.facet, band.value)
            for bound in written_bounds(text)
            for band in self._bands
            if (band.most is None or band.most > bound.least) and (bound.most is None or band.least <= bound.most)
        ]

    def _at(self, terms: Sequence[Term], index: int) -> tuple[int, list[_Span]]:
        for texts, name in self._names.get(terms[index].text, ()):
            run = terms[index : index + len(texts)]
            if tuple(term.text for term in run) == texts and _stands_alone(terms, index, index + len(run)):
                return len(run), [_Span(run[0].start, run[-1].end, name.facet, name.value)]
        return 0, []


def read(text: str, vocabulary: Vocabulary, today: dt.date | None = None) -> Reading:
    """Understand a question; words in quotes and excluded words are never filters. Never raises."""
    clauses: list[Clause] = []
    recognised: list[Recognised] = []
    for clause in parse(text):
        if clause.is_phrase or clause.is_excluded:
            clauses.append(clause)
            continue
        spans = _spans(clause.text, vocabulary, today)
        recognised += [Recognised(each.facet, each.value, clause.text[each.start : each.end]) for each in spans]
        clauses += _rest(clause, spans)
    return Reading(tuple(dict.fromkeys(clauses)), tuple(dict.fromkeys(recognised)))


def _spans(text: str, vocabulary: Vocabulary, today: dt.date | None) -> list[_Span]:
    """The names in a clause in order, without overlap, years and sums before others."""
    kept: list[_Span] = []
    for span in (*_years(text, today), *vocabulary.bounded(text), *vocabulary.spans(text)):
        # A bound has several values in one place.
        if all(span.end <= other.start or other.end <= span.start or span[:3] == other[:3] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[:2])


def _years(text: str, today: dt.date | None) -> list[_Span]:
    # A month makes it a date: that is looked for in the texts.
    spans = [
        _Span(each.start, each.end, YEAR, str(each.year))
        for each in written_years(text)
        if not re.match(r"\s?\d", text[each.end :])
    ]
    if _BARE_YEAR.fullmatch(text):
        spans.append(_Span(0, len(text), YEAR, text))
    if today:
        spans += [
            _Span(*word.span(), YEAR, str(today.year + _RELATIVE_YEARS[word[1]]))
            for word in _RELATIVE_YEAR.finditer(text)
        ]
    return spans


def _rest(clause: Clause, spans: Sequence[_Span]) -> list[Clause]:
    """What a clause says beside its names, without the particles that joined it to them."""
    if not spans:
        return [clause]
    starts = [0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), len(clause.text)]
    rest = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        piece = clause.text[start:end]
        piece = _JOINT_BEFORE.sub("", piece) if number else piece
        piece = _JOINT_AFTER.sub("", piece) if number < len(spans) else piece
        if pattern_of(analyse(piece)):
            rest.append(Clause(normalise(piece).strip()))
    return rest


def _stands_alone(terms: Sequence[Term], first: int, last: int) -> bool:
    before = first > 0 and terms[first - 1].end == terms[first].start
    after = last < len(terms) and terms[last].start == terms[last - 1].end
    return not (before or after)


def _joined(words: Sequence[str], clauses: Sequence[Clause]) -> str:
    return " ".join(part for part in (*words, text_of(clauses)) if part)

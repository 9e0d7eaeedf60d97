"""Mark what was looked for in a text, and cut out the passage that says most. Engine-independent."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.analysis.synonyms import Pattern
from search.engines.base import Fragment, Fragments
from search.engines.plan import Plan, Unit
from secunity.core.text.normalise import fold_case, normalise_with_offsets

PASSAGE_LENGTH = 160
# What stands before and after each term in a row of terms.
BETWEEN = "\n"
_ELLIPSIS = "…"
_MOST_WINDOWS = 300
# Characters that may stand between the terms of one phrase: particles, a space, a dot.
_WIDEST_GAP = 4
_SENTENCE_END = re.compile(r"[。！？\n]|[.!?]\s")


class Places:
    """The terms of a text in order, each after and before a line's end, and where they stand in it.

    `spans` has the start and the end of each term, in order, from index `first` on.
    """

    __slots__ = ("_first", "_spans", "row")

    def __init__(self, row: str, spans: Sequence[int], first: int = 0) -> None:
        self.row = row
        self._spans = spans
        self._first = first

    @property
    def terms(self) -> list[str]:
        """The terms in order."""
        return self.row.split(BETWEEN)[1:-1]

    def span(self, index: int) -> tuple[int, int]:
        """Where a term starts and ends."""
        place = self._first + 2 * index
        return self._spans[place], self._spans[place + 1]


def row_of(terms: Iterable[str]) -> str:
    """Terms as `Places` keeps them: a term is found in the row together with the line's ends around it."""
    return BETWEEN.join(("", *terms, ""))


NO_PLACES = Places("", ())


class Mark(NamedTuple):
    """A part of a text to be marked, and what it stands for."""

    start: int
    end: int
    name: str


class _Wanted(NamedTuple):
    """A term as it stands in a row, whether it is looked for alone, and the phrases that begin with it."""

    term: str
    in_row: str
    is_alone: bool
    phrases: tuple[tuple[str, ...], ...]


class Marker:
    """Finds in analysed texts what a plan looks for."""

    def __init__(self, plan: Plan) -> None:
        self._characters = [_surface(run) for runs in plan.characters for run in runs]
        self._wanted = _wanted(_patterns((*plan.units, *plan.scored)))

    def marks(self, places: Places) -> list[Mark]:
        """The marks of a text, from the places of its terms."""
        found: list[Mark] = []
        row = places.row
        for each in self._wanted:
            if each.in_row in row:
                _mark_each(each, places, found)
        return found

    def character_marks(self, text: str) -> list[Mark]:
        """The marks of a text for the typed characters themselves, whatever words they belong to."""
        normalised = normalise_with_offsets(text)
        folded = fold_case(normalised.text)
        if len(folded) != len(normalised.text):
            return []
        return [
            Mark(*normalised.span(match.start(), match.end()), characters)
            for characters in self._characters
            for match in re.finditer(re.escape(characters), folded)
        ]


def _wanted(patterns: Iterable[Pattern]) -> list[_Wanted]:
    """What to look for, by first terms."""
    by_first: dict[str, dict[tuple[str, ...], None]] = {}
    for pattern in patterns:
        texts = tuple(text for _, text in pattern)
        by_first.setdefault(texts[0], {})[texts] = None
    return [
        _Wanted(first, row_of([first]), (first,) in each, tuple(texts for texts in each if len(texts) > 1))
        for first, each in by_first.items()
    ]


def _mark_each(wanted: _Wanted, places: Places, found: list[Mark]) -> None:
    """Add a mark for every place of a term that is looked for, and for every phrase that begins there."""
    term, in_row, is_alone, phrases = wanted
    row = places.row
    terms = places.terms if phrases else []
    index = done = 0
    at = row.find(in_row)
    while at >= 0:
        index += row.count(BETWEEN, done, at)
        start, end = places.span(index)
        if is_alone:
            found.append(Mark(start, end, term))
        for texts in phrases:
            if end := _end_of(texts, terms, places, index):
                found.append(Mark(start, end, " ".join(texts)))
        done = at
        at = row.find(in_row, at + 1)


def highlighted(text: str, marks: Sequence[Mark]) -> Fragments:
    """The whole of `text`, cut at its marks."""
    if not marks:
        return (Fragment(text),) if text else ()
    return tuple(_fragments(text, 0, len(text), marks))


def passage(text: str, marks: Sequence[Mark], length: int = PASSAGE_LENGTH) -> Fragments:
    """About `length` characters of `text` with the most different marks; the whole text if it is no longer."""
    if len(text) <= length:
        return highlighted(text, marks)
    if not marks:
        return Fragment(text[:length]), Fragment(_ELLIPSIS)
    start, end = _best_window(text, sorted(marks), length)
    fragments = list(_fragments(text, start, end, marks))
    before = [Fragment(_ELLIPSIS)] if start else []
    after = [Fragment(_ELLIPSIS)] if end < len(text) else []
    return tuple(before + fragments + after)


def _patterns(units: Iterable[Unit]) -> Iterator[Pattern]:
    for unit in units:
        for alternative in unit.alternatives:
            if alternative.is_loose:
                yield from (((0, text),) for _, text in alternative.pattern)
            else:
                yield alternative.pattern


def _surface(run: Pattern) -> str:
    """The characters that a run of overlapping pairs was made of."""
    return fold_case(run[0][1] + "".join(text[1:] for _, text in run[1:]))


def _end_of(texts: Sequence[str], terms: Sequence[str], places: Places, index: int) -> int:
    """Where the phrase that begins with the term at `index` ends in the text; 0 if it is not there."""
    matched, end = 1, places.span(index)[1]
    # Between the terms of the phrase the same words may stand once more, written as one.
    last = min(len(terms), index + 2 * len(texts))
    for following in range(index + 1, last):
        start, stop = places.span(following)
        if matched == len(texts) or start - end > _WIDEST_GAP:
            break
        if terms[following] == texts[matched]:
            matched, end = matched + 1, stop
    return end if matched == len(texts) else 0


def _fragments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Fragment]:
    done = start
    for first, last in _merged(marks):
        if first < done:
            first = done
        if last > end:
            last = end
        if first >= last:
            continue
        if done < first:
            yield Fragment(text[done:first])
        yield Fragment(text[first:last], is_marked=True)
        done = last
    if done < end:
        yield Fragment(text[done:end])


def _merged(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The marks as spans that neither overlap nor touch, in order."""
    spans: list[tuple[int, int]] = []
    first, last = -1, -1
    for start, end, _name in sorted(marks):
        if start > last:
            spans.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    spans.append((first, last))
    return spans[1:]


def _best_window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """The stretch with the most different marks, begun at a sentence if one begins near."""
    first, last = _fullest(marks[:_MOST_WINDOWS], length)
    return _framed(text, marks[first].start, max([mark.end for mark in marks[first:last]]), length)


def _fullest(marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """Of the stretches that begin with a mark, the range of marks within `length` with the most names, then letters."""
    if max([mark.end for mark in marks]) <= marks[0].start + length:
        return 0, len(marks)
    inside: dict[str, int] = {}
    best, chosen = (0, 0), (0, 1)
    weight = last = 0
    for first, (start, _end, name) in enumerate(marks):
        while last < len(marks) and (last <= first or marks[last].end <= start + length):
            entering = marks[last].name
            inside[entering] = inside.get(entering, 0) + 1
            weight += len(entering) if inside[entering] == 1 else 0
            last += 1
        if (len(inside), weight) > best:
            best, chosen = (len(inside), weight), (first, last)
        inside[name] -= 1
        if not inside[name]:
            weight -= len(name)
            del inside[name]
    return chosen


def _framed(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Spread the spare room around the marks `first` to `last`: from the sentence's start if that fits."""
    spare = max(0, length - (last - first))
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, first - spare), first)]
    start = max(0, ends[0] if ends else first - spare // 3)
    if first <= spare:
        start = 0 if not ends or first <= spare // 2 else start
    start = min(start, max(0, len(text) - length))
    return start, min(len(text), max(start + length, last))

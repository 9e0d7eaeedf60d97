"""Mark what was looked for in a text, and cut out the passage that says most. Engine-independent."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.analysis.synonyms import Pattern
from search.engines.base import Fragment, Fragments
from search.engines.plan import Plan, Unit
from secunity.core.text.normalise import fold_case, normalise_with_offsets

PASSAGE_LENGTH = 160
_ELLIPSIS = "…"
_MOST_WINDOWS = 300
# Characters that may stand between the terms of one phrase: particles, a space, a dot.
_WIDEST_GAP = 4
_SENTENCE_END = re.compile(r"[。！？\n]|[.!?]\s")


class Places(NamedTuple):
    """The terms of a text in order and, under the same indexes, where each starts and ends in it."""

    terms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


NO_PLACES = Places((), (), ())


class Mark(NamedTuple):
    """A part of a text to be marked, and what it stands for."""

    start: int
    end: int
    name: str


class Marker:
    """Finds in analysed texts what a plan looks for."""

    def __init__(self, plan: Plan) -> None:
        self._first_terms: dict[str, dict[tuple[str, ...], None]] = {}
        self._characters = [_surface(run) for runs in plan.characters for run in runs]
        for pattern in _patterns((*plan.units, *plan.scored)):
            texts = tuple(text for _, text in pattern)
            self._first_terms.setdefault(texts[0], {})[texts] = None

    def marks(self, places: Places) -> list[Mark]:
        """The marks of a text, from the places of its terms."""
        found: list[Mark] = []
        if self._first_terms.keys().isdisjoint(places.terms):
            return found
        met = [index for index, term in enumerate(places.terms) if term in self._first_terms]
        for index in met:
            for texts in self._first_terms[places.terms[index]]:
                end = _end_of(texts, places, index) if len(texts) > 1 else places.ends[index]
                if end:
                    found.append(Mark(places.starts[index], end, " ".join(texts)))
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


def highlighted(text: str, marks: Sequence[Mark]) -> Fragments:
    """The whole of `text`, cut at its marks."""
    return tuple(_fragments(text, 0, len(text), marks))


def passage(text: str, marks: Sequence[Mark], length: int = PASSAGE_LENGTH) -> Fragments:
    """About `length` characters of `text` with the most different marks; the whole text if it is no longer."""
    if len(text) <= length:
        return highlighted(text, marks)
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


def _end_of(texts: Sequence[str], places: Places, index: int) -> int:
    """Where the phrase that begins with the term at `index` ends in the text; 0 if it is not there."""
    matched, end = 1, places.ends[index]
    # Between the terms of the phrase the same words may stand once more, written as one.
    last = min(len(places.terms), index + 2 * len(texts))
    for following in range(index + 1, last):
        if matched == len(texts) or places.starts[following] - end > _WIDEST_GAP:
            break
        if places.terms[following] == texts[matched]:
            matched, end = matched + 1, places.ends[following]
    return end if matched == len(texts) else 0


def _fragments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Fragment]:
    done = start
    for first, last in _merged(marks):
        first = first if first > done else done
        last = last if last < end else end
        if first >= last:
            continue
        if done < first:
            yield Fragment(text[done:first])
        yield Fragment(text[first:last], is_marked=True)
        done = last
    if done < end:
        yield Fragment(text[done:end])


def _merged(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The marks as spans that neither overlap nor touch, in order."""
    current: tuple[int, int] | None = None
    for mark in sorted(marks):
        if current and mark.start <= current[1]:
            current = current[0], max(current[1], mark.end)
            continue
        if current:
            yield current
        current = mark.start, mark.end
    if current:
        yield current


def _best_window(text: str, marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """The stretch with the most different marks, begun at a sentence if one begins near."""
    if not marks:
        return 0, length
    first, last = max(_windows(marks[:_MOST_WINDOWS], length), key=lambda window: window[0])[1]
    return _framed(text, marks[first].start, max(mark.end for mark in marks[first:last]), length)


def _windows(marks: Sequence[Mark], length: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """For each mark the marks from it on that lie within `length`: what they are worth, and their range of indexes."""
    inside: Counter[str] = Counter()
    weight = last = 0
    for first, mark in enumerate(marks):
        while last < len(marks) and (last <= first or marks[last].end <= mark.start + length):
            name = marks[last].name
            weight += len(name) * (name not in inside)
            inside[name] += 1
            last += 1
        yield (len(inside), weight), (first, last)
        inside[mark.name] -= 1
        if not inside[mark.name]:
            weight -= len(mark.name)
            del inside[mark.name]


def _framed(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Spread the spare room around the marks `first` to `last`: from the sentence's start if that fits."""
    spare = max(0, length - (last - first))
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, first - spare), first)]
    start = max(0, ends[0] if ends else first - spare // 3)
    if first <= spare:
        start = 0 if not ends or first <= spare // 2 else start
    start = min(start, max(0, len(text) - length))
    return start, min(len(text), max(start + length, last))

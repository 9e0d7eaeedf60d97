"""Clauses → what an engine has to look for. Pure; each engine's adapter translates a plan into its own queries."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from search.analysis import Term, analyse, bigrams
from search.analysis.eras import same_year_at
from search.analysis.synonyms import Pattern, Synonyms, Typed, pattern_of
from search.engines.query import Clause

# Up to this many words all are required; a longer question is answered by what holds most of it.
MOST_REQUIRED_WORDS = 3
SHARE_OF_LONG_QUESTION = 0.3

EQUIVALENT_WEIGHT = 0.7
LOOSE_WEIGHT = 0.6
SUFFIX_WEIGHT = 0.8
PHRASE_WEIGHT = 0.5

# What a question asks with, not about; kept when nothing else was typed.
_QUESTION_WORD = re.compile(
    "何|誰|何処|どこ|何時|いつ|何故|どう|どの|どれ|どちら|何方|どんな|幾つ|幾ら|これ|それ|あれ|此れ|其れ|この|その|あの"
    "|事|物|為|時|方|場合|下さい|教える|言う|良い|出来る|か"
)


class Alternative(NamedTuple):
    """One way to meet a unit. A loose one needs its terms in any order and distance, else they form a phrase."""

    pattern: Pattern
    weight: float = 1.0
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing looked for: a document has it if it meets one of the alternatives."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`minimum` of the units must be met; `scored` and `grams` only raise the score; `excluded` must not occur."""

    units: tuple[Unit, ...] = ()
    minimum: int = 0
    scored: tuple[Unit, ...] = ()
    excluded: tuple[Unit, ...] = ()
    grams: tuple[str, ...] = ()
    # For each typed word its runs of character pairs, to look for where no document holds the words.
    characters: tuple[tuple[Pattern, ...], ...] = ()
    # The wanted words as typed, for an engine with an analysis of its own beside this one.
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing typed can be looked for."""
        return not (self.units or self.excluded or self.characters)


class _Word(NamedTuple):
    """A typed word after analysis: required units, those that only score, and whether it is a mere question word."""

    unit: Unit
    is_suffix: bool
    is_question: bool


def make_plan(clauses: Sequence[Clause], synonyms: Synonyms) -> Plan:
    """Say what to look for, for clauses as `parse` gives them."""
    wanted = [clause for clause in clauses if not clause.is_excluded]
    words = list(_words(wanted, synonyms))
    required = _required(words)
    characters = [runs for clause in wanted if (runs := tuple(_gram_runs(clause.text)))]
    return Plan(
        units=required,
        minimum=_minimum(len(required)),
        scored=tuple(_scored(wanted, words)),
        excluded=tuple(unit for clause in clauses if clause.is_excluded for unit in _phrase_unit(clause.text)),
        grams=tuple(dict.fromkeys(text for runs in characters for run in runs for _, text in run if _is_telling(text))),
        characters=tuple(characters),
        text=" ".join(clause.text for clause in wanted),
    )


def has_latin(unit: Unit) -> bool:
    """Whether a unit may be met by a word in Latin letters or digits."""
    return any(text.isascii() for alternative in unit.alternatives for _, text in alternative.pattern)


def relaxed_to_some_words(plan: Plan) -> Plan:
    """The plan that is content with any one of the units."""
    return replace(plan, minimum=min(1, len(plan.units)))


def unranked(plan: Plan) -> Plan:
    """The plan without what only raises the score: it finds the same and takes less time."""
    return replace(plan, units=tuple(map(_unranked_unit, plan.units)), scored=(), grams=())


def _unranked_unit(unit: Unit) -> Unit:
    """The unit without the phrases whose terms are enough in any order."""
    loose = {frozenset(each.pattern) for each in unit.alternatives if each.is_loose}
    kept = (each for each in unit.alternatives if each.is_loose or frozenset(each.pattern) not in loose)
    return Unit(tuple(each._replace(weight=1.0) for each in kept))


def _minimum(count: int) -> int:
    return count if count <= MOST_REQUIRED_WORDS else max(1, round(count * SHARE_OF_LONG_QUESTION))


def _required(words: Sequence[_Word]) -> tuple[Unit, ...]:
    """The units that count: without suffixes and question words, unless there is nothing else."""
    telling = [word.unit for word in words if not (word.is_suffix or word.is_question)]
    return tuple(dict.fromkeys(telling or [word.unit for word in words]))


def _scored(wanted: Iterable[Clause], words: Iterable[_Word]) -> Iterator[Unit]:
    for word in words:
        if word.is_suffix:
            yield Unit(tuple(alternative._replace(weight=SUFFIX_WEIGHT) for alternative in word.unit.alternatives))
    for clause in wanted:
        pattern = pattern_of(analyse(clause.text))
        if not clause.is_phrase and 1 < len(pattern) <= MOST_REQUIRED_WORDS + 1:
            yield Unit((Alternative(pattern, PHRASE_WEIGHT),))


def _phrase_unit(text: str) -> Iterator[Unit]:
    pattern = pattern_of(analyse(text))
    if pattern:
        yield Unit((Alternative(pattern),))


def _words(wanted: Sequence[Clause], synonyms: Synonyms) -> Iterator[_Word]:
    for clause in wanted:
        if clause.is_phrase:
            yield from (_Word(unit, is_suffix=False, is_question=False) for unit in _phrase_unit(clause.text))
    plain = [clause.text for clause in wanted if not clause.is_phrase]
    terms, typed = _analysed(_joined_where_known(plain, synonyms))
    matches = {match.first: match for match in synonyms.find(terms, typed)}
    index = 0
    while index < len(terms) or index in matches:
        match = matches.pop(index, None) or (same_year_at(terms, index) if index < len(terms) else None)
        if match:
            yield _Word(_group_unit(terms[index : match.last], match.patterns), is_suffix=False, is_question=False)
            index = match.last
        else:
            parts = _written_together(terms, index)
            yield _plain_word(terms, index, parts)
            index += len(parts)


def _joined_where_known(texts: Sequence[str], synonyms: Synonyms) -> Iterator[str]:
    """「ランサム ウェア」, "ransom ware": two words typed apart that the table knows as one."""
    index = 0
    while index < len(texts):
        pair = "".join(texts[index : index + 2])
        is_one = pair != texts[index] and synonyms.knows_as_one(pair)
        yield pair if is_one else texts[index]
        index += 1 + is_one


def _analysed(texts: Iterable[str]) -> tuple[list[Term], list[Typed]]:
    """The terms of all typed words in one row, as if written in one line, and which are whose."""
    terms: list[Term] = []
    typed: list[Typed] = []
    position = offset = 0
    for text in texts:
        own = [
            term._replace(start=term.start + offset, end=term.end + offset, position=term.position + position)
            for term in analyse(text)
        ]
        typed.append(Typed(text, len(terms), len(terms) + len(own)))
        terms += own
        offset += len(text) + 1
        position = terms[-1].position + 1 if terms else 0
    return terms, typed


def _group_unit(own: Sequence[Term], equivalents: Iterable[Pattern]) -> Unit:
    alternatives = [Alternative(pattern, EQUIVALENT_WEIGHT) for pattern in equivalents]
    if own:
        return Unit((*_own_alternatives(own), *alternatives))
    return Unit(tuple(alternatives))


def _own_alternatives(own: Sequence[Term]) -> Iterator[Alternative]:
    pattern = pattern_of(own)
    yield Alternative(pattern)
    if len(pattern) > 1:
        yield Alternative(pattern, LOOSE_WEIGHT, is_loose=True)
    yield from (Alternative(((0, term.text),)) for term in own if term.kind == "joined")


def _written_together(terms: Sequence[Term], index: int) -> Sequence[Term]:
    """The term at `index`; for a Latin word that was cut, all its parts."""
    if terms[index].kind != "joined":
        return terms[index : index + 1]
    last = index + 1
    while last < len(terms) and terms[last].end <= terms[index].end:
        last += 1
    return terms[index:last]


def _plain_word(terms: Sequence[Term], index: int, parts: Sequence[Term]) -> _Word:
    term = parts[0]
    if term.kind == "joined":
        alternatives = (Alternative(pattern_of(parts)), Alternative(((0, term.text),)))
        return _Word(Unit(alternatives), is_suffix=False, is_question=False)
    is_suffix = len(term.text) == 1 and term.kind in ("suffix", "word") and _hangs_on(terms, index)
    return _Word(Unit((Alternative(((0, term.text),)),)), is_suffix, bool(_QUESTION_WORD.fullmatch(term.text)))


def _hangs_on(terms: Sequence[Term], index: int) -> bool:
    """Whether the term follows another one without anything between."""
    return index > 0 and terms[index - 1].end == terms[index].start


def _gram_runs(text: str) -> Iterator[Pattern]:
    run: list[Term] = []
    for gram in bigrams(text):
        if run and gram.position != run[-1].position + 1:
            yield pattern_of(run)
            run = []
        run.append(gram)
    if run:
        yield pattern_of(run)


def _is_telling(gram: str) -> bool:
    """Pairs of hiragana are endings and particles: they are in every text."""
    return not all("ぁ" <= char <= "ゖ" for char in gram)

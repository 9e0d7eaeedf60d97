"""Ways on from an answer: narrower by a name in the question, wider by one part less, other words, practices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from search.engines.base import EngineError, Query
from search.engines.query import Clause
from search.engines.relaxing import Counted, Reason, relaxations, why_nothing
from search.queries.index import engine
from search.queries.items import Item
from search.queries.recognition import recognise
from search.queries.results import Found, count, find

MOST = 6
RELATED = 3


class Narrower(NamedTuple):
    """A question of which one word, `text`, has become a filter, and how much it finds."""

    query: Query
    facet: str
    values: tuple[str, ...]
    text: str
    total: int


class Respelt(NamedTuple):
    """A word that no text has, what was looked for in its place, and the question for the word as it was typed."""

    typed: str
    meant: str
    exact: Query


@dataclass(frozen=True)
class Guidance:
    """What to offer beside an answer, and why there is nothing."""

    respelt: tuple[Respelt, ...] = ()
    narrower: tuple[Narrower, ...] = ()
    wider: tuple[Counted, ...] = ()
    meant: Query | None = None
    related: tuple[Item, ...] = ()
    reason: Reason = ""


def guidance(query: Query, found: Found, keys: Collection[str]) -> Guidance:
    """What helps on from what was found; the more the less that is."""
    respelt = tuple(
        Respelt(each.typed, each.meant, replace(query, text=query.text.replace(each.typed, f"「{each.typed}」")))
        for each in found.corrections
    )
    if found.total:
        return Guidance(respelt, narrower=tuple(narrower(query, keys)), wider=_words_less(query, found))
    reason = why_nothing(query, count)
    ways = tuple(wider(query)) if reason == "filters" else ()
    return Guidance(respelt, wider=ways, meant=_other_spelling(query), related=_related(query), reason=reason)


def wider(query: Query) -> list[Counted]:
    """The question without a filter or one of its words, or without several, where that finds something."""
    return relaxations(query, _exact_total, MOST)


def narrower(query: Query, keys: Collection[str]) -> list[Narrower]:
    """The question with a region, an industry, a year or a bound of the damage that its words name as a filter, where
    that finds something.

    Only offered, never done: who asks about hospitals may want the text that merely names one.
    """
    asked, taken = recognise(query, keys)
    ways = []
    for facet, text in dict.fromkeys((each.facet, each.text) for each in taken):
        values = tuple(each.value for each in taken if (each.facet, each.text) == (facet, text))
        words = dict.fromkeys(Clause(each.text) for each in taken if each.text != text)
        clauses = (*words, *(asked.clauses or ()))
        typed = " ".join(_written(clause) for clause in clauses)
        way = replace(query, page=1, text=typed, filters={**query.filters, facet: values})
        if total := _exact_total(way):
            ways.append(Narrower(way, facet, values, text, total))
    return ways[:MOST]


def _exact_total(query: Query) -> int:
    return count(replace(query, is_exact=True))


def _written(clause: Clause) -> str:
    text = f"「{clause.text}」" if clause.is_phrase else clause.text
    return f"-{text}" if clause.is_excluded else text


def _words_less(query: Query, found: Found) -> tuple[Counted, ...]:
    """Where no text has all of the words: which of them to leave out."""
    if found.relaxation != "some_words":
        return ()
    return tuple(way for way in wider(query) if all(isinstance(part, Clause) for part in way.relaxed.removed))


def _other_spelling(query: Query) -> Query | None:
    """The question with known words in place of unknown ones that are near, if that finds something."""
    try:
        text = engine().lexicon().did_you_mean(query.text) if query.text else None
    except (EngineError, OSError):
        return None
    asked = replace(query, text=text, page=1) if text else None
    return asked if asked and count(asked) else None


def _related(query: Query) -> tuple[Item, ...]:
    """Practices with the same words, for whoever looks for cases."""
    if query.kinds != ("case",) or not query.text:
        return ()
    asked: Sequence[Item] = find(Query(query.text, kinds=("practice",), language=query.language, size=RELATED)).items
    return tuple(asked)

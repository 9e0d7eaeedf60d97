"""A query → the ways to understand it, the strictest first. Shared by every engine."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from search.analysis import analyse
from search.analysis.synonyms import Synonyms
from search.engines.base import Correction, Query, Relaxation
from search.engines.lexicon import RUN, Lexicon
from search.engines.plan import Plan, make_plan, relaxed_to_some_words
from search.engines.query import Clause, parse

MOST_CORRECTIONS = 3


class Way(NamedTuple):
    """One way to understand what was typed: the plan, and whether by its words or by its characters."""

    plan: Plan
    relaxation: Relaxation


class Understanding(NamedTuple):
    """The ways, the strictest first; `plan` is the strictest one's, `corrections` the words that were replaced."""

    plan: Plan
    ways: tuple[Way, ...]
    corrections: tuple[Correction, ...]
    says_nothing: bool


class Known(NamedTuple):
    """What an engine knows of words: its synonyms, its lexicon (asked for when needed), whether a text has a term."""

    synonyms: Synonyms
    lexicon: Callable[[], Lexicon]
    has_term: Callable[[str], bool]


def understand(query: Query, known: Known) -> Understanding:
    """Say what to look for; never raises for the query's content."""
    clauses = parse(query.text) if query.clauses is None else query.clauses
    corrections: tuple[Correction, ...] = ()
    if not query.is_exact:
        clauses, corrections = _corrected(clauses, known)
    plan = make_plan(clauses, known.synonyms)
    was_typed = bool(clauses) if query.clauses is not None else bool(query.text.strip())
    ways = _ways(plan, query)
    is_only_exclusion = bool(plan.excluded) and not plan.characters
    says_nothing = was_typed and not ways and not is_only_exclusion
    return Understanding(plan, ways, corrections, says_nothing)


class Counted(Protocol):
    """What one way found."""

    @property
    def total(self) -> int:
        """The exact number of matches."""
        ...


Page = TypeVar("Page", bound=Counted)


def first_that_finds(
    ways: Sequence[Way], find: Callable[[Way | None], Page], finds_unfiltered: Callable[[Way], bool]
) -> tuple[Way | None, Page]:
    """The strictest way that finds anything at all, and what it finds; None is everything the filters leave.

    What only the filters leave nothing of is an honest nought, not a reason to find something else.
    """
    first: tuple[Way | None, Page] | None = None
    for way in ways:
        page = find(way)
        if page.total or finds_unfiltered(way):
            return way, page
        first = first or (way, page)
    return first or (None, find(None))


def way_to_fill(meant: Understanding, way: Way | None, query: Query, total: int) -> Way | None:
    """The way that fills a first page on which all of the words found too little; None where nothing is to be filled.

    A question of two or three words says them all of few texts, but others that have some of them help as well.
    """
    is_short = way is not None and not way.relaxation and 0 < total < query.window[1] and query.window[0] == 0
    if not is_short or query.sort != "relevance" or way is None or way.plan.minimum < len(way.plan.units):
        return None
    return next((each for each in meant.ways if each.relaxation == "some_words"), None)


def _ways(plan: Plan, query: Query) -> tuple[Way, ...]:
    ways = [Way(plan, "")] if plan.units else []
    if query.is_exact:
        return tuple(ways)
    if plan.characters:
        ways.append(Way(plan, "characters"))
    if len(plan.units) > 1:
        ways.append(Way(relaxed_to_some_words(plan), "some_words"))
    return tuple(ways)


def _corrected(clauses: Sequence[Clause], known: Known) -> tuple[tuple[Clause, ...], tuple[Correction, ...]]:
    """The clauses with each word that no text has replaced by the known word it is near to."""
    found: dict[str, str] = {}

    def better(run: str) -> str:
        if run not in found and len(found) < MOST_CORRECTIONS and _is_unknown(run, known):
            meant = known.lexicon().meant_by(run)
            if meant:
                found[run] = meant
        return found.get(run, run)

    corrected = tuple(
        clause
        if clause.is_phrase or clause.is_excluded
        else clause._replace(text=RUN.sub(lambda match: better(match.group()), clause.text))
        for clause in clauses
    )
    return corrected, tuple(Correction(typed, meant) for typed, meant in found.items())


def _is_unknown(run: str, known: Known) -> bool:
    """Whether neither the synonyms nor any text has the word."""
    if known.synonyms.knows(run):
        return False
    terms = analyse(run)
    return bool(terms) and not all(known.has_term(term.text) for term in terms)

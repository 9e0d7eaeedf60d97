"""A plan and filters → Elasticsearch's queries."""

from collections.abc import Iterable, Mapping, Sequence

from elasticsearch.dsl.query import Bool, ConstantScore, DisMax, Match, MatchAll, MatchPhrase, Query, Term, Terms

from search.analysis.synonyms import Pattern
from search.engines.elastic.mapping import GAP, facet_value, written
from search.engines.plan import Alternative, Plan, Unit, has_latin
from search.engines.records import LANGUAGES, SEARCHED_PARTS, text_field
from search.engines.understanding import Way
from search.engines.weights import BOOSTS, GRAM_WEIGHT, PREFERENCE, SUMMED_SHARE

# What kuromoji finds beside the terms only orders what the terms find.
KUROMOJI_WEIGHT = 0.1
# Lucene leaves the factor k1 + 1 out of BM25 (since 8.0), so what is added to a score is less by it.
_SCALE = 1 / 2.2

_FIELDS = tuple((text_field(part, language), BOOSTS[part]) for part in SEARCHED_PARTS for language in LANGUAGES)


def way_query(way: Way | None) -> Query:
    """What one way to understand a question finds; without a way, everything."""
    if way is None:
        return MatchAll()
    return characters_query(way.plan) if way.relaxation == "characters" else words_query(way.plan)


def words_query(plan: Plan) -> Query:
    """What holds enough of the plan's units, ranked by how well."""
    required = Bool(should=[_unit(unit) for unit in plan.units], minimum_should_match=plan.minimum)
    scored = [_unit(unit) for unit in plan.scored]
    scored += [Term("texts.ng", {"value": gram, "boost": GRAM_WEIGHT}) for gram in plan.grams]
    if plan.text:
        scored.append(Match("texts", {"query": plan.text, "boost": KUROMOJI_WEIGHT}))
    return Bool(must=[required], should=scored)


def characters_query(plan: Plan) -> Query:
    """What holds the characters of every typed word in a row, whatever words they belong to."""
    runs = [MatchPhrase("texts.ng", {"query": _surface(run)}) for word in plan.characters for run in word]
    latin = [_unit(unit) for unit in plan.units if has_latin(unit)]
    return Bool(must=[*runs, *latin])


def restricted(query: Query, plan: Plan) -> Query:
    """Only what the plan does not exclude."""
    return Bool(must=[query], must_not=[_unit(unit) for unit in plan.excluded]) if plan.excluded else query


def preferring(query: Query, preferred: Mapping[str, Sequence[str]]) -> Query:
    """The same matches, ranked higher for each preferred value of a facet that they have."""
    liked = [_filter(key, (value,)) for key, values in preferred.items() for value in values]
    scored = [ConstantScore(filter=each, boost=PREFERENCE * _SCALE) for each in liked]
    return Bool(must=[query], should=scored) if scored else query


def filters_query(filters: Mapping[str, Sequence[str]], without: str = "") -> Query:
    """Only what the filters leave: OR within a facet, AND across."""
    clauses = [_filter(key, values) for key, values in filters.items() if key != without]
    return Bool(filter=clauses) if clauses else MatchAll()


def facet_field(key: str) -> str:
    """The field of one facet's values."""
    return f"facets.{key}"


def _filter(key: str, values: Iterable[str]) -> Query:
    return Terms(facet_field(key), [facet_value(value) for value in values])


def _unit(unit: Unit) -> Query:
    queries = [_alternative(alternative) for alternative in unit.alternatives]
    return queries[0] if len(queries) == 1 else DisMax(queries=queries)


def _alternative(alternative: Alternative) -> Query:
    if not alternative.is_loose:
        return _in_any_field(alternative.pattern, alternative.weight)
    terms = [_in_any_field(((0, text),), 1) for _, text in alternative.pattern]
    return Bool(must=terms, boost=alternative.weight)


def _in_any_field(pattern: Pattern, weight: float) -> Query:
    queries = [_phrase(field, pattern, boost) for field, boost in _FIELDS]
    return DisMax(queries=queries, tie_breaker=SUMMED_SHARE, boost=weight)


def _phrase(field: str, pattern: Pattern, boost: float) -> Query:
    if len({distance for distance, _ in pattern}) < len(pattern):
        return Bool(must=[_term(field, text) for _, text in pattern], boost=boost)
    if len(pattern) == 1:
        return _term(field, pattern[0][1], boost)
    words: list[str] = []
    for distance, text in pattern:
        words += [GAP] * (distance - len(words))
        words.append(written(text))
    return MatchPhrase(field, {"query": " ".join(words), "boost": boost})


def _term(field: str, text: str, boost: float = 1.0) -> Query:
    return Term(field, {"value": written(text), "boost": boost})


def _surface(run: Pattern) -> str:
    """The characters that a run of overlapping pairs was made of."""
    return run[0][1] + "".join(text[1:] for _, text in run[1:])

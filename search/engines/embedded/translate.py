"""A plan and filters → tantivy's queries."""

from collections.abc import Iterable, Mapping, Sequence

import tantivy
from tantivy import Occur

from search.analysis.synonyms import Pattern
from search.engines.embedded.schema import facet_term
from search.engines.plan import Alternative, Plan, Unit, has_latin
from search.engines.records import LANGUAGES, SEARCHED_PARTS, text_field
from search.engines.understanding import Way
from search.engines.weights import BOOSTS, GRAM_WEIGHT, PREFERENCE, SUMMED_SHARE

_FIELDS = tuple((text_field(part, language), BOOSTS[part]) for part in SEARCHED_PARTS for language in LANGUAGES)


class Translator:
    """Builds queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def way(self, way: Way) -> tantivy.Query:
        """What one way to understand a question finds."""
        return self.characters(way.plan) if way.relaxation == "characters" else self.words(way.plan)

    def words(self, plan: Plan) -> tantivy.Query:
        """What holds enough of the plan's units, ranked by how well."""
        clauses = self._units(plan)
        clauses += [(Occur.Should, self._unit(unit)) for unit in plan.scored]
        clauses += [(Occur.Should, self._gram(gram)) for gram in plan.grams]
        return tantivy.Query.boolean_query(clauses)

    def _units(self, plan: Plan) -> list[tuple[Occur, tantivy.Query]]:
        if plan.minimum == len(plan.units):
            return [(Occur.Must, self._unit(unit)) for unit in plan.units]
        units = [(Occur.Should, self._unit(unit)) for unit in plan.units]
        return [(Occur.Must, tantivy.Query.boolean_query(units, minimum_number_should_match=plan.minimum))]

    def characters(self, plan: Plan) -> tantivy.Query:
        """What holds the characters of every typed word in a row, whatever words they belong to."""
        runs = [self._phrase("grams", run) for word in plan.characters for run in word]
        latin = [self._unit(unit) for unit in plan.units if has_latin(unit)]
        return tantivy.Query.boolean_query([(Occur.Must, query) for query in (*runs, *latin)])

    def filtered(self, query: tantivy.Query | None, plan: Plan, filters: Mapping[str, Sequence[str]]) -> tantivy.Query:
        """Only what the filters leave and the plan does not exclude; filters do not change the score."""
        clauses = [(Occur.Must, query)] if query else []
        clauses += [(Occur.Must, self._filter(key, values)) for key, values in filters.items()]
        clauses = clauses or [(Occur.Must, tantivy.Query.all_query())]
        clauses += [(Occur.MustNot, self._unit(unit)) for unit in plan.excluded]
        return tantivy.Query.boolean_query(clauses)

    def preferring(self, query: tantivy.Query, preferred: Mapping[str, Sequence[str]]) -> tantivy.Query:
        """The same matches, ranked higher for each preferred value of a facet that they have."""
        terms = [facet_term(key, value) for key, values in preferred.items() for value in values]
        scored = [(Occur.Should, tantivy.Query.const_score_query(self._facet(term), PREFERENCE)) for term in terms]
        return tantivy.Query.boolean_query([(Occur.Must, query), *scored]) if scored else query

    def _filter(self, key: str, values: Iterable[str]) -> tantivy.Query:
        terms = [facet_term(key, value) for value in values]
        # One term is followed in step with the words; a set of them is gathered from the whole index first.
        alone = len(terms) == 1
        found = self._facet(terms[0]) if alone else tantivy.Query.term_set_query(self._schema, "facets", terms)
        return tantivy.Query.const_score_query(found, 0.0)

    def _facet(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "facets", term, index_option="basic")

    def _unit(self, unit: Unit) -> tantivy.Query:
        queries = [self._alternative(alternative) for alternative in unit.alternatives]
        return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)

    def _alternative(self, alternative: Alternative) -> tantivy.Query:
        if alternative.is_loose:
            terms = [(Occur.Must, self._in_any_field(((0, text),))) for _, text in alternative.pattern]
            query = tantivy.Query.boolean_query(terms)
        else:
            query = self._in_any_field(alternative.pattern)
        return query if alternative.weight == 1 else tantivy.Query.boost_query(query, alternative.weight)

    def _in_any_field(self, pattern: Pattern) -> tantivy.Query:
        queries = [
            tantivy.Query.boost_query(self._phrase(field, pattern), boost)
            if boost != 1
            else self._phrase(field, pattern)
            for field, boost in _FIELDS
        ]
        return tantivy.Query.disjunction_max_query(queries, tie_breaker=SUMMED_SHARE)

    def _gram(self, gram: str) -> tantivy.Query:
        return tantivy.Query.boost_query(self._phrase("grams", ((0, gram),)), GRAM_WEIGHT)

    def _phrase(self, field: str, pattern: Pattern) -> tantivy.Query:
        if len(pattern) == 1:
            return tantivy.Query.term_query(self._schema, field, pattern[0][1], index_option="freq")
        return tantivy.Query.phrase_query(self._schema, field, list(pattern))

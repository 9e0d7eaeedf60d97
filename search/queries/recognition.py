"""Names of regions, prefectures, industries and years in a question, taken as filters."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from django.utils import timezone

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region
from search.engines.base import Query
from search.engines.query import Clause
from search.engines.reading import Name, Recognised, Vocabulary, read

WORDS_FILE = Path(__file__).parent.parent / "vocabularies" / "filter_words.csv"
# Names that say something else in most questions.
LEFT_OUT = frozenset({"中国"})
_SHORTEST_NAME = 2

_made: dict[str, Vocabulary] = {}


def filter_vocabulary() -> Vocabulary:
    """The names of every region, prefecture and industry, in both languages; read once a process."""
    if "all" not in _made:
        names = list(_names())
        if not any(name.facet == "prefecture" for name in names):
            return Vocabulary(())
        _made["all"] = Vocabulary(names)
    return _made["all"]


def recognise(query: Query, keys: Collection[str]) -> tuple[Query, tuple[Recognised, ...]]:
    """The query with the filters that its words name, and which words these were.

    Only facets of `keys`, and of those none that is filtered by already: then the word is looked for as a word.
    """
    reading = read(query.text, filter_vocabulary(), timezone.localdate())
    taken = tuple(each for each in reading.recognised if each.facet in keys and each.facet not in query.filters)
    words = tuple(Clause(each.text) for each in reading.recognised if each not in taken)
    filters = {key: values for key, values in reading.filters.items() if any(key == each.facet for each in taken)}
    return replace(query, clauses=(*words, *reading.clauses), filters={**query.filters, **filters}), taken


def _names() -> Iterator[Name]:
    """Every name, the finer value before the coarser one where both have the same name."""
    seen: set[str] = set()
    for name in (*_places(), *_industries(), *_words()):
        if len(name.text) >= _SHORTEST_NAME and name.text not in seen | LEFT_OUT:
            seen.add(name.text)
            yield name


def _places() -> Iterator[Name]:
    for each in Prefecture.objects.all():
        yield from (Name(text, "prefecture", each.pk) for text in (each.name_ja, each.short_ja, each.name_en))
    for region in Region.objects.all():
        names = (region.name_ja, f"{region.name_ja}地方", region.name_en)
        yield from (Name(text, "region", region.pk) for text in names)


def _industries() -> Iterator[Name]:
    for division in IndustryDivision.objects.all():
        names = (division.name_ja, division.short_ja)
        yield from (Name(text, "industry", division.pk) for text in names)
    for group in IndustryGroup.objects.all():
        yield Name(group.name_ja.partition("（")[0], "industry", group.pk)


def _words() -> Iterator[Name]:
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield Name(row["word"], row["facet"], row["value"])

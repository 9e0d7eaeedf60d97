"""Regions, prefectures, industries, years and bounds of damage that a question names: filters, or preferred."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from community.models import IndustryDivision, IndustryGroup, Prefecture, Region
from practices.models import DamageBand
from search.engines.base import Query
from search.engines.query import Clause
from search.engines.reading import Band, Name, Recognised, Vocabulary, read

WORDS_FILE = Path(__file__).parent.parent / "vocabularies" / "filter_words.csv"
# Names that say something else in most questions.
LEFT_OUT = frozenset({"中国"})
_SHORTEST_NAME = 2


class Names(NamedTuple):
    """What is recognised in a question, and the division of each group of industries."""

    vocabulary: Vocabulary
    divisions: Mapping[str, str]


_made: dict[str, Names] = {}


def filter_vocabulary() -> Vocabulary:
    """The names of every region, prefecture and industry, in both languages, and the bands of damage; read once a
    process."""
    return _own_names().vocabulary


def _own_names() -> Names:
    if "all" not in _made:
        prefectures, groups = list(Prefecture.objects.all()), list(IndustryGroup.objects.all())
        names = names_of(Region.objects.all(), prefectures, IndustryDivision.objects.all(), groups, _bands())
        if not prefectures:
            return names
        _made["all"] = names
    return _made["all"]


def names_of(
    regions: Iterable[Region],
    prefectures: Iterable[Prefecture],
    divisions: Iterable[IndustryDivision],
    groups: Iterable[IndustryGroup],
    bands: Iterable[Band] = (),
) -> Names:
    """The names of these rows and the everyday words for them; of two values with one name the first one has it.

    A region comes before the prefecture of the same name: 北海道 also means what only names the region.
    """
    rows = list(groups)
    seen: set[str] = set()
    kept = []
    for name in (*_regions(regions), *_prefectures(prefectures), *_industries(divisions, rows), *_words()):
        if len(name.text) >= _SHORTEST_NAME and name.text not in seen | LEFT_OUT:
            seen.add(name.text)
            kept.append(name)
    return Names(Vocabulary(kept, bands), {group.pk: group.division_id for group in rows})


def preferred(query: Query, names: Names | None = None) -> dict[str, tuple[str, ...]]:
    """Values of facets that rank higher for this question: what its words name, and texts in the reader's language.

    For a group of industries its division, too: who asks about clinics learns more from a nursing home than a shop.
    """
    known = names or _own_names()
    values: dict[str, dict[str, None]] = {}
    for each in read(query.text, known.vocabulary, timezone.localdate()).recognised:
        own = values.setdefault(each.facet, {})
        own[each.value] = None
        if each.facet == "industry" and each.value in known.divisions:
            own[known.divisions[each.value]] = None
    if query.language != settings.LANGUAGE_CODE:
        values["lang"] = {query.language: None}
    return {key: tuple(each) for key, each in values.items()}


def recognise(query: Query, keys: Collection[str]) -> tuple[Query, tuple[Recognised, ...]]:
    """The query with the filters that its words name, and which words these were.

    Only facets of `keys`, and of those none that is filtered by already: then the word is looked for as a word.
    """
    reading = read(query.text, filter_vocabulary(), timezone.localdate())
    taken = tuple(each for each in reading.recognised if each.facet in keys and each.facet not in query.filters)
    words = dict.fromkeys(Clause(each.text) for each in reading.recognised if each not in taken)
    filters = {key: values for key, values in reading.filters.items() if any(key == each.facet for each in taken)}
    return replace(query, clauses=(*words, *reading.clauses), filters={**query.filters, **filters}), taken


def _bands() -> Iterator[Band]:
    for band in DamageBand.objects.all():
        yield Band("damage_band", band.pk, band.min_yen, band.max_yen)


def _prefectures(prefectures: Iterable[Prefecture]) -> Iterator[Name]:
    for each in prefectures:
        yield from (Name(text, "prefecture", each.pk) for text in (each.name_ja, each.short_ja, each.name_en))


def _regions(regions: Iterable[Region]) -> Iterator[Name]:
    for region in regions:
        names = (region.name_ja, f"{region.name_ja}地方", region.name_en)
        yield from (Name(text, "region", region.pk) for text in names)


def _industries(divisions: Iterable[IndustryDivision], groups: Iterable[IndustryGroup]) -> Iterator[Name]:
    for division in divisions:
        names = (division.name_ja, division.short_ja, division.name_en)
        yield from (Name(text, "industry", division.pk) for text in names)
    for group in groups:
        yield from (Name(text, "industry", group.pk) for text in (group.name_ja.partition("（")[0], group.name_en))


def _words() -> Iterator[Name]:
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield Name(row["word"], row["facet"], row["value"])

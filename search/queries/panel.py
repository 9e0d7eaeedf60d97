"""The facet panel and the question as a sentence: what the list page shows beside and above its results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search.engines.base import Query
from search.queries.facets import DIVISIONS, METI, Choice, Facet
from search.queries.results import Found

OPEN_AT_FIRST = (*DIVISIONS.values(), "industry")


@dataclass(frozen=True)
class Option:
    """One checkbox: a value with its count, and the finer values below it."""

    parameter: str
    value: str
    label: str
    count: int
    is_checked: bool
    below: tuple["Option", ...] = ()

    @property
    def is_disabled(self) -> bool:
        """Whether choosing it would find nothing."""
        return not self.count and not self.is_checked

    @property
    def is_open(self) -> bool:
        """Whether something below it is chosen."""
        return any(option.is_checked for option in self.below)

    @property
    def has_choice_below(self) -> bool:
        """Whether something below it would find anything."""
        return any(not option.is_disabled for option in self.below)


@dataclass(frozen=True)
class Group:
    """One facet as a group of checkboxes. That of the regions has a `division`, and what was chosen in another one."""

    key: str
    label: str
    options: tuple[Option, ...]
    is_open: bool
    division: str = ""
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tag:
    """One part of the question: a label with the words around it; `parameter` and `value` take it out again."""

    parameter: str
    value: str
    before: str
    label: str
    after: str


def panel(facets: Sequence[Facet], query: Query, found: Found, division: str = METI) -> list[Group]:
    """The groups of the panel; prefectures stand below the areas of `division`, groups of industries below theirs."""
    by_key = {facet.key: facet for facet in facets}
    hidden = {"prefecture", *DIVISIONS.values()} - {DIVISIONS[division]}
    groups = []
    for facet in facets:
        if facet.key in hidden:
            continue
        is_region = facet.key == DIVISIONS[division]
        options = _options(facet, by_key["prefecture"] if is_region else facet, query, found)
        if is_region:
            kept = [(key, value) for key in DIVISIONS.values() if key in hidden for value in query.filters.get(key, ())]
            groups.append(Group(facet.key, str(by_key["region"].label), options, True, division, tuple(kept)))
        elif any(not option.is_disabled for option in options):
            is_open = facet.key in OPEN_AT_FIRST or facet.key in query.filters
            groups.append(Group(facet.key, str(facet.label), options, is_open))
    return groups


def division_of(asked: str, query: Query) -> str:
    """The division asked for, else the one in which an area is chosen, else that of the METI bureaus."""
    if asked in DIVISIONS:
        return asked
    return next((name for name, key in DIVISIONS.items() if key in query.filters), METI)


def tags(facets: Sequence[Facet], query: Query) -> list[Tag]:
    """The question as the parts of a sentence, the words first."""
    parts = [_tag("q", query.text, _("with the words %s"), _("“%s”") % query.text)] if query.text else []
    for facet in facets:
        parts += _tags_of(facet, query.filters.get(facet.key, ()))
    return parts


def _tags_of(facet: Facet, values: Sequence[str]) -> list[Tag]:
    """“in A or B”: the phrase stands around all values of a facet."""
    parts = []
    for number, value in enumerate(values):
        tag = _tag(facet.key, value, str(facet.phrase), facet.said(value))
        tag = replace(tag, before=_("or")) if number else tag
        parts.append(replace(tag, after="") if number < len(values) - 1 else tag)
    return parts


def _tag(parameter: str, value: str, phrase: str, label: str) -> Tag:
    before, _mark, after = phrase.partition("%s")
    return Tag(parameter, value, before.strip(), label, after.strip())


def _options(facet: Facet, nested: Facet, query: Query, found: Found) -> tuple[Option, ...]:
    below = _by_parent(nested, query, found)
    if not facet.vocabulary:
        years = {*found.counts(facet.key), *query.filters.get(facet.key, ())}
        return tuple(_make(facet.key, [Choice(year, year) for year in sorted(years, reverse=True)], query, found))
    top = [choice for choice in facet.choices if not choice.parent]
    return tuple(_make(facet.key, top, query, found, below))


def _by_parent(facet: Facet, query: Query, found: Found) -> dict[str, tuple[Option, ...]]:
    choices: dict[str, list[Choice]] = {}
    for choice in facet.choices:
        if choice.parent:
            choices.setdefault(choice.parent, []).append(choice)
    return {parent: tuple(_make(facet.key, finer, query, found)) for parent, finer in choices.items()}


def _make(
    key: str,
    choices: Iterable[Choice],
    query: Query,
    found: Found,
    below: Mapping[str, tuple[Option, ...]] | None = None,
) -> Iterable[Option]:
    counts = found.counts(key)
    chosen = query.filters.get(key, ())
    for choice in choices:
        finer = (below or {}).get(choice.value, ())
        yield Option(key, choice.value, choice.label, counts.get(choice.value, 0), choice.value in chosen, finer)

"""The table of words that mean the same: for the engines, for the page that edits it, and what a change would do."""

from collections.abc import Hashable, Iterable, Sequence

from django.db.models import Count, Max

from practices.models import IncidentType
from search.analysis.synonyms import Entry, Synonyms, default_entries
from search.engines.comparison import Change, compare
from search.models import SynonymGroup, SynonymTerm
from search.queries.index import SynonymSource, engine
from secunity.core.text.normalise import fold_case, normalise


def table_version() -> Hashable:
    """Differs after every change of the table."""
    return tuple(SynonymGroup.objects.aggregate(groups=Count("pk"), newest=Max("changed_at")).values())


def table_entries() -> tuple[Entry, ...]:
    """Every word; those of the project's own table as long as the hub has none."""
    entries = tuple(
        term.entry for term in SynonymTerm.objects.select_related("group").order_by("group__code", "number")
    )
    return entries or tuple(default_entries())


SOURCE = SynonymSource(table_version, table_entries)


def groups_with(words: str) -> list[SynonymGroup]:
    """The groups that have a word in which `words` stand; all of them without words."""
    wanted = fold_case(normalise(words))
    groups = SynonymGroup.objects.prefetch_related("terms__group")
    return [group for group in groups if any(wanted in fold_case(normalise(each.term)) for each in group.entries)]


def changed_questions(group: SynonymGroup, entries: Sequence[Entry]) -> tuple[list[Change], int]:
    """The frequent questions whose first ten would be others with these words in the group, and how many were asked.

    Raises EngineError where the engine is away.
    """
    before = table_entries()
    after = [entry for entry in before if entry.group != group.code] + list(entries)
    questions = _questions([*group.entries, *entries] if group.pk else entries)
    return compare(engine(), questions, Synonyms(before), Synonyms(after)), len(questions)


def _questions(entries: Iterable[Entry]) -> list[str]:
    """The group's own words, and what people ask about: the plain words for each kind of incident."""
    plain = [word for kind in IncidentType.objects.all() for word in (kind.plain_ja, kind.name_ja, kind.plain_en)]
    return list(dict.fromkeys(word for word in (*(entry.term for entry in entries), *plain) if word))

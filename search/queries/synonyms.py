"""The table of words that mean the same: for the engines, for the page that edits it, and what a change would do."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max

from practices.models import IncidentType
from search.analysis.synonyms import Entry, Synonyms, default_entries
from search.engines.comparison import Change, compare
from search.models import SynonymGroup, SynonymTerm
from search.queries.asked import frequent_questions
from search.queries.index import SynonymSource, engine
from secunity.core.text.normalise import fold_case, normalise

MOST_FREQUENT = 150


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


@dataclass(frozen=True)
class Preview:
    """What other words in a group would change: of the questions that people ask, and of the group's own words.

    `is_counted`: the questions are those that at least three people have asked; a hub that has none yet tries plain
    words for the kinds of incidents.
    """

    questions: list[Change]
    asked: int
    is_counted: bool
    words: list[Change]
    own: int


def preview_of(group: SynonymGroup, entries: Sequence[Entry]) -> Preview:
    """The questions whose first ten would be others with these words in the group.

    Raises EngineError where the engine is away.
    """
    before = table_entries()
    after = [entry for entry in before if entry.group != group.code] + list(entries)
    now, then = Synonyms(before), Synonyms(after)
    counted = frequent_questions(MOST_FREQUENT)
    questions = counted or _plain_words()
    kept = group.entries if group.pk else ()
    own = list(dict.fromkeys(entry.term for entry in (*kept, *entries)))
    return Preview(
        questions=compare(engine(), questions, now, then),
        asked=len(questions),
        is_counted=bool(counted),
        words=compare(engine(), own, now, then),
        own=len(own),
    )


def _plain_words() -> list[str]:
    """What people call each kind of incident."""
    words = (word for kind in IncidentType.objects.all() for word in (kind.plain_ja, kind.name_ja, kind.plain_en))
    return list(dict.fromkeys(filter(None, words)))

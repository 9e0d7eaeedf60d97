"""What another table of synonyms would change: the questions whose first hits are others. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from search.analysis.synonyms import Synonyms
from search.engines.base import Engine, Query

MOST_QUESTIONS = 200


class Change(NamedTuple):
    """One question with its first hits before and after."""

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def come(self) -> tuple[str, ...]:
        """The hits that would come in."""
        return tuple(found for found in self.after if found not in self.before)

    @property
    def go(self) -> tuple[str, ...]:
        """The hits that would fall out."""
        return tuple(found for found in self.before if found not in self.after)


def compare(
    engine: Engine, questions: Iterable[str], before: Synonyms, after: Synonyms, size: int = 10
) -> list[Change]:
    """The questions (the first 200 of them) whose first `size` hits are not the same with both tables."""
    changes = []
    for question in list(dict.fromkeys(questions))[:MOST_QUESTIONS]:
        change = Change(question, _top(engine, question, before, size), _top(engine, question, after, size))
        if change.before != change.after:
            changes.append(change)
    return changes


def _top(engine: Engine, question: str, synonyms: Synonyms, size: int) -> tuple[str, ...]:
    result = engine.search(Query(question, size=size), synonyms=synonyms)
    return tuple(hit.id for hit in result.shown)

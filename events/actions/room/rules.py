"""Who may append what, kind by kind. A rule runs inside the transaction that holds the room's lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.actions.minutes.talk import may_note, note_command, note_message
from events.actions.room import questions
from events.room.events import EDIT, MESSAGE, REDACTION, Draft
from events.room.kinds.minutes import LINE, NOTE
from events.room.kinds.questions import DECIDE, QUESTION, VOTE, WITHDRAW

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def anybody(_batch: Batch, _draft: Draft) -> str:
    """Whoever may enter the room may say it."""
    return ""


def author_only(batch: Batch, draft: Draft) -> str:
    """Only who wrote the text that the draft names as its target, as long as it was not redacted."""
    target = batch.text(draft.target)
    return "" if target is not None and target.actor_id == draft.actor.id else "forbidden"


@dataclass(frozen=True, slots=True)
class Rule:
    """`may` gives the nack's code, "" where the draft is taken; `settle` then writes what belongs to it.

    `settle` may fill tables of the kind's own and `batch.append` further events. A kind that is not logged, such as
    a secret vote, is remembered by its cid and acknowledged, but leaves no row of its own.
    """

    may: Callable[[Batch, Draft], str] = anybody
    settle: Callable[[Batch, Draft], None] | None = None
    is_logged: bool = True


def _redact(batch: Batch, draft: Draft) -> None:
    batch.redacted.add(draft.target or 0)


RULES: dict[str, Rule] = {
    MESSAGE: Rule(settle=note_command),
    EDIT: Rule(author_only),
    REDACTION: Rule(author_only, _redact),
    NOTE: Rule(may_note, note_message, is_logged=False),
    LINE: Rule(),
    QUESTION: Rule(questions.may_ask, questions.ask, is_logged=False),
    VOTE: Rule(questions.may_vote, questions.vote, is_logged=False),
    DECIDE: Rule(questions.may_decide, questions.decide, is_logged=False),
    WITHDRAW: Rule(questions.may_withdraw, questions.withdraw, is_logged=False),
}

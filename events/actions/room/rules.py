"""Who may append what, kind by kind. A rule runs inside the transaction that holds the room's lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from events.actions.minutes.talk import may_note, note_command, note_message
from events.actions.room import hands, moderation, polls, questions
from events.actions.room.lifting import may_take_back, take_back
from events.actions.room.texts import (
    may_edit,
    may_redact,
    may_say,
    message_payload,
    redact,
    redaction_payload,
    redaction_voice,
)
from events.actions.room.tlp import agree, label_line, may_agree, may_label, may_label_line, office_voice, set_label
from events.room.events import EDIT, MESSAGE, REDACTION, Draft, Person
from events.room.kinds.hands import GIVE, HAND, LOWER
from events.room.kinds.minutes import LINE, NOTE
from events.room.kinds.moderation import ANONYMITY, LIFT, LIFTED, LOCK, MUTE, PREMODERATION, REMOVE, SLOW
from events.room.kinds.polls import CHANGE, POLL
from events.room.kinds.polls import VOTE as BALLOT
from events.room.kinds.questions import DECIDE, QUESTION, VOTE, WITHDRAW
from events.room.kinds.tlp import AGREE, LINE_TLP, PROPOSED, TLP

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def anybody(_batch: Batch, _draft: Draft) -> str:
    """Whoever may enter the room may say it."""
    return ""


May = Callable[["Batch", Draft], str]
Settle = Callable[["Batch", Draft], None]
Says = Callable[["Batch", Draft], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`may` gives the nack's code, "" where the draft is taken; `settle` then writes what belongs to it.

    `settle` may fill tables of the kind's own and `batch.append` further events. A kind that is not logged, such as
    a secret vote, is remembered by its cid and acknowledged, but leaves no row of its own. `says` gives the kind's own
    part of the payload as it is logged (else the draft's), `voice` who is seen to say it (else who sent it).
    """

    may: May = anybody
    settle: Settle | None = None
    is_logged: bool = True
    says: Says | None = None
    voice: Callable[[Batch, Draft], Person] | None = None


def _by_office(may: May, settle: Settle, says: Says = moderation.with_office) -> Rule:
    return Rule(may, settle, says=says, voice=office_voice)


MODERATION: dict[str, Rule] = {
    MUTE: _by_office(moderation.may_mute, moderation.mute, moderation.mute_payload),
    SLOW: _by_office(moderation.may_moderate, moderation.slow_down),
    LOCK: _by_office(moderation.may_moderate, moderation.lock),
    PREMODERATION: _by_office(moderation.may_moderate, moderation.premoderate),
    ANONYMITY: _by_office(moderation.may_moderate, moderation.let_be_anonymous),
    REMOVE: _by_office(moderation.may_remove, moderation.remove, moderation.about_person),
    LIFT: _by_office(moderation.may_lift, moderation.lift, moderation.about_person),
    LIFTED: Rule(may_take_back, take_back),
}
RULES: dict[str, Rule] = {
    MESSAGE: Rule(may_say, note_command, says=message_payload),
    EDIT: Rule(may_edit),
    REDACTION: Rule(may_redact, redact, says=redaction_payload, voice=redaction_voice),
    TLP: Rule(may_label, set_label, is_logged=False),
    PROPOSED: Rule(),
    AGREE: Rule(may_agree, agree, is_logged=False),
    LINE_TLP: Rule(may_label_line, label_line, voice=office_voice),
    NOTE: Rule(may_note, note_message, is_logged=False),
    LINE: Rule(),
    QUESTION: Rule(questions.may_ask, questions.ask, is_logged=False),
    VOTE: Rule(questions.may_vote, questions.vote, is_logged=False),
    DECIDE: Rule(questions.may_decide, questions.decide, is_logged=False),
    WITHDRAW: Rule(questions.may_withdraw, questions.withdraw, is_logged=False),
    POLL: Rule(polls.may_draw_up, polls.draw_up, is_logged=False),
    CHANGE: Rule(polls.may_change, polls.change, is_logged=False),
    BALLOT: Rule(polls.may_vote, polls.vote, is_logged=False),
    HAND: Rule(),
    GIVE: Rule(hands.may_lead, hands.say_name, voice=office_voice),
    LOWER: Rule(hands.may_lead, voice=office_voice),
    **MODERATION,
}

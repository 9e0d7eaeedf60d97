"""Questions: who may ask, vote and decide, and what the log says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from events.actions.minutes.talk import note_question
from events.actions.room.moderation import with_office
from events.models import Question, QuestionVote, Room, RoomEvent
from events.queries.numbering import next_number
from events.queries.questions import author_key
from events.queries.room_people import name_of
from events.room.events import HUB, MESSAGE, Draft
from events.room.kinds.questions import OPEN, STATE, TALLY, WAITING

if TYPE_CHECKING:
    from events.actions.room.batch import Batch

# Of one person: more would only bury the others'.
MOST_UNDECIDED = 20
_ASKED = (Question.State.WAITING, Question.State.OPEN)
_SEEN = (Question.State.OPEN, Question.State.ANSWERED, Question.State.OFFLINE, Question.State.MERGED)
# In which states a decision can be made.
_FROM: dict[str, tuple[str, ...]] = {
    "admit": (Question.State.WAITING, Question.State.REFUSED),
    "refuse": (Question.State.WAITING, *_SEEN),
    "answered": (Question.State.OPEN, Question.State.OFFLINE),
    "offline": (Question.State.OPEN,),
    "merge": (Question.State.OPEN,),
    "reopen": (Question.State.ANSWERED, Question.State.OFFLINE, Question.State.MERGED),
}


def may_ask(batch: Batch, draft: Draft) -> str:
    """Everybody, without a name only where the room lets; not while very many of one's own wait for an answer."""
    if draft.payload.get("anonymous") and not batch.room.has_anonymous_questions:
        return "forbidden"
    mine = Question.objects.filter(room=batch.room, author_key=author_key(batch.room, draft.actor.id))
    return "closed" if mine.filter(state__in=_ASKED).count() >= MOST_UNDECIDED else ""


def ask(batch: Batch, draft: Draft) -> None:
    """The question is open at once, or waits until a moderator lets it in."""
    question = Question.objects.create(
        room=batch.room,
        number=next_number(Question.objects.filter(room=batch.room)),
        body=draft.body,
        person=None if draft.payload.get("anonymous") else draft.actor.id,
        author_key=author_key(batch.room, draft.actor.id),
        state=Question.State.WAITING,
    )
    if batch.room.is_premoderated and not batch.moderates(draft.actor.id):
        _tell_waiting(batch)
    else:
        open_question(batch, question)


def may_vote(batch: Batch, draft: Draft) -> str:
    """Everybody, as long as the question is open."""
    question = _find(batch.room, draft.payload["question"])
    if question is None or question.open_seq is None:
        return "forbidden"
    return "" if question.state == Question.State.OPEN else "closed"


def vote(batch: Batch, draft: Draft) -> None:
    """One voice a person, given or taken back; the same again changes nothing."""
    question = _known(batch.room, draft.payload["question"])
    person = draft.actor.id or 0
    if draft.payload["up"]:
        QuestionVote.objects.bulk_create([QuestionVote(question=question, person=person)], ignore_conflicts=True)
    else:
        QuestionVote.objects.filter(question=question, person=person).delete()
    _count(batch, question)


def may_withdraw(batch: Batch, draft: Draft) -> str:
    """Only who asked, as long as it was not decided about."""
    question = _find(batch.room, draft.payload["question"])
    if question is None or question.author_key != author_key(batch.room, draft.actor.id):
        return "forbidden"
    return "" if question.state in _ASKED else "closed"


def withdraw(batch: Batch, draft: Draft) -> None:
    """The question goes, for everybody."""
    question = _known(batch.room, draft.payload["question"])
    _remove(batch, question, Question.State.WITHDRAWN, None, {"body": ""})


def may_decide(batch: Batch, draft: Draft) -> str:
    """Moderators; what everybody has seen is taken away with a reason only."""
    if not batch.moderates(draft.actor.id):
        return "forbidden"
    question, decision = _find(batch.room, draft.payload["question"]), draft.payload["decision"]
    if question is None:
        return "forbidden"
    if question.state not in _FROM[decision] or (decision == "admit" and question.open_seq is not None):
        return "closed"
    return _objection(batch, draft, question)


def _objection(batch: Batch, draft: Draft, question: Question) -> str:
    match draft.payload["decision"]:
        case "refuse" if question.open_seq is not None and not draft.body:
            return "forbidden"
        case "merge":
            into = _find(batch.room, draft.payload["into"])
            is_fit = into is not None and into.pk != question.pk and into.state == Question.State.OPEN
            return "" if is_fit else "forbidden"
        case "answered" if draft.payload.get("answer") is not None:
            return "" if _is_message(batch, draft.payload["answer"]) else "forbidden"
    return ""


def _is_message(batch: Batch, seq: int) -> bool:
    row = RoomEvent.objects.filter(room=batch.room, kind=MESSAGE, seq=seq).first()
    return row is not None and row.has_body and seq not in batch.redacted


def decide(batch: Batch, draft: Draft) -> None:
    """What a moderator has decided about a question."""
    question = _known(batch.room, draft.payload["question"])
    _DECISIONS[draft.payload["decision"]](batch, draft, question)


def _admit(batch: Batch, _draft: Draft, question: Question) -> None:
    open_question(batch, question)
    _tell_waiting(batch)


def _refuse(batch: Batch, draft: Draft, question: Question) -> None:
    said = {"body": draft.body, "office": with_office(batch, draft)["office"]}
    _remove(batch, question, Question.State.REFUSED, draft, said)


def admit_refused(batch: Batch, number: int) -> None:
    """A question that was not let in is, after an appeal; the words of one that was removed are gone."""
    question = _known(batch.room, number)
    if question.state == Question.State.REFUSED and question.open_seq is None:
        open_question(batch, question)


def _answer(batch: Batch, draft: Draft, question: Question) -> None:
    question.answer = draft.payload.get("answer")
    _set_state(batch, question, Question.State.ANSWERED)


def _take_offline(batch: Batch, draft: Draft, question: Question) -> None:
    _set_state(batch, question, Question.State.OFFLINE)
    note_question(batch, editor_id=draft.actor.id, seq=question.open_seq, text=question.body)


def _merge(batch: Batch, draft: Draft, question: Question) -> None:
    into = _known(batch.room, draft.payload["into"])
    people = QuestionVote.objects.filter(question=question).values_list("person", flat=True)
    voices = [QuestionVote(question=into, person=person) for person in people]
    QuestionVote.objects.bulk_create(voices, ignore_conflicts=True)
    question.into = into
    _set_state(batch, question, Question.State.MERGED)
    _count(batch, into)


def _reopen(batch: Batch, _draft: Draft, question: Question) -> None:
    question.into = question.answer = None
    _set_state(batch, question, Question.State.OPEN)


_DECISIONS: dict[str, Callable[[Batch, Draft, Question], None]] = {
    "admit": _admit,
    "refuse": _refuse,
    "answered": _answer,
    "offline": _take_offline,
    "merge": _merge,
    "reopen": _reopen,
}


def _find(room: Room, number: int) -> Question | None:
    return Question.objects.filter(room=room, number=number).first()


def _known(room: Room, number: int) -> Question:
    """The one that the rule has found a moment before."""
    return Question.objects.get(room=room, number=number)


def open_question(batch: Batch, question: Question) -> None:
    """Everybody reads it from here on."""
    name = name_of(batch.room, question.person)
    words = {"question": question.number, "body": question.body, "name": name, "by": question.person}
    question.open_seq = batch.append(OPEN, HUB, words).seq
    question.state, question.reason = Question.State.OPEN, ""
    question.save(update_fields=["open_seq", "state", "reason"])


def _set_state(batch: Batch, question: Question, state: str) -> None:
    question.state = state
    question.save(update_fields=["state", "into", "answer"])
    into = question.into.number if question.into else None
    payload = {"question": question.number, "state": state, "into": into, "answer": question.answer}
    batch.append(STATE, HUB, payload)


def _remove(batch: Batch, question: Question, state: str, refusal: Draft | None, words: dict[str, Any]) -> None:
    """Who asked still finds a question that was never let in, with the reason; of others nothing is kept.

    What a moderator refuses is told to everybody, without its words; what is taken back only where it was seen.
    """
    question.state, question.reason = state, words["body"]
    said = {"question": question.number, "state": state, **words}
    if question.open_seq is None:
        question.save(update_fields=["state", "reason"])
        _tell_waiting(batch)
    else:
        question.body = ""
        batch.redacted.add(question.open_seq)
        said["target"] = question.open_seq
        question.save(update_fields=["state", "reason", "body"])
    if refusal is not None:
        batch.append_act(STATE, HUB, said, refusal)
    elif question.open_seq is not None:
        batch.append(STATE, HUB, said)


def _count(batch: Batch, question: Question) -> None:
    votes = QuestionVote.objects.filter(question=question).count()
    if votes != question.votes:
        question.votes = votes
        question.save(update_fields=["votes"])
        batch.tally(TALLY, question.number, {"question": question.number, "votes": votes})


def _tell_waiting(batch: Batch) -> None:
    waiting = Question.objects.filter(room=batch.room, state=Question.State.WAITING).count()
    batch.tally(WAITING, 0, {"waiting": waiting})

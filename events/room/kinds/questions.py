"""Questions: asked, voted for and decided about by frames that leave no row of their own; the hub says what came of it.

A question that was refused or taken back after everybody had seen it leaves the log as a redacted message does:
`question.state` then names the event that is emptied as its `target`.
"""

from events.room.events import Event
from events.room.frames import Fields, boolean, number, optional, refuse, text
from events.room.kinds.base import Kind, Payload, unlogged
from events.room.talk import Talk

QUESTION = "question"
VOTE = "question.vote"
DECIDE = "question.decide"
WITHDRAW = "question.withdraw"
OPEN = "question.open"
TALLY = "question.tally"
STATE = "question.state"
WAITING = "question.waiting"
PART = "questions"
DECISIONS = ("admit", "refuse", "answered", "offline", "merge", "reopen")
GONE = ("refused", "withdrawn")


def _read_question(fields: Fields) -> Payload:
    return {"anonymous": bool(optional(boolean, fields, "anonymous"))}


def _read_vote(fields: Fields) -> Payload:
    return {"question": number(fields, "question", 1), "up": boolean(fields, "up")}


def _read_decision(fields: Fields) -> Payload:
    decision, into = text(fields, "decision", 16), optional(number, fields, "into", 1)
    if decision not in DECISIONS:
        refuse("decision: " + ", ".join(DECISIONS))
    if decision == "merge" and into is None:
        refuse("into: the question it becomes a part of is needed")
    answer = optional(number, fields, "answer", 1)
    return {"question": number(fields, "question", 1), "decision": decision, "into": into, "answer": answer}


def _read_withdrawal(fields: Fields) -> Payload:
    return {"question": number(fields, "question", 1)}


def _apply_open(talk: Talk, event: Event) -> None:
    said = event.payload
    # Of a question that is gone, only the fact is left that there was one.
    if "question" in said and "body" in said:
        start = {"votes": 0, "state": "open", "into": None, "answer": None}
        words = {name: said.get(name) for name in ("body", "name", "by")}
        talk.part(PART)[str(said["question"])] = {**words, **start}


def _apply_tally(talk: Talk, event: Event) -> None:
    _change(talk, event, votes=event.payload.get("votes"))


def _apply_state(talk: Talk, event: Event) -> None:
    said = event.payload
    if said.get("state") in GONE:
        talk.part(PART).pop(str(said.get("question")), None)
    else:
        _change(talk, event, state=said.get("state"), into=said.get("into"), answer=said.get("answer"))


def _change(talk: Talk, event: Event, **values: object) -> None:
    part, key = talk.part(PART), str(event.payload.get("question"))
    if key in part:
        part[key] = {**part[key], **values}


def _apply_waiting(talk: Talk, event: Event) -> None:
    talk.part("moderation")["waiting"] = event.payload.get("waiting", 0)


KINDS = (
    Kind(QUESTION, unlogged, _read_question, is_slowed=True),
    Kind(VOTE, unlogged, _read_vote, needs_body=False),
    Kind(DECIDE, unlogged, _read_decision, needs_body=False),
    Kind(WITHDRAW, unlogged, _read_withdrawal, needs_body=False),
    Kind(OPEN, _apply_open, is_sendable=False),
    Kind(TALLY, _apply_tally, is_sendable=False),
    Kind(STATE, _apply_state, is_sendable=False, empties_target=True),
    Kind(WAITING, _apply_waiting, is_sendable=False),
)

"""Random events as the hub itself appends them to a room's log beside the talk: questions, polls, hands, moderation."""

import random
from collections.abc import Callable
from typing import Any

from events.room.events import Event, Person

Payload = dict[str, Any]
FEW = 4
_HUB = Person(None, "")


def _question_open(dice: random.Random) -> Payload:
    by = dice.choice([None, dice.randint(-FEW, FEW)])
    # At rest, a question that was taken away has no words any more.
    return dice.choice([{}, _numbered(dice, "question") | {"body": f"問{dice.random()}", "name": "会員", "by": by}])


def _question_state(dice: random.Random) -> Payload:
    state = dice.choice(["open", "answered", "offline", "merged", "refused", "withdrawn"])
    pointers = {"into": dice.choice([None, 2]), "answer": dice.choice([None, 7])}
    return _numbered(dice, "question") | {"state": state} | dice.choice([{}, pointers])


def _poll_open(dice: random.Random) -> Payload:
    scale = {"lowest": 1, "highest": 5, "lowest_text": "", "highest_text": "高い"}
    answers = dice.choice([{"options": ["甲", "乙"], "scale": None}, {"options": None, "scale": scale}])
    return _numbered(dice, "poll") | answers | {"body": "問い", "form": "single", "quorum": dice.choice([None, 3])}


def _poll_closed(dice: random.Random) -> Payload:
    results = dice.choice([None, [{"option": 0, "count": dice.randint(0, 9)}, {"option": 1, "count": 3}]])
    return _numbered(dice, "poll") | {"voters": 9, "results": results, "is_quorate": dice.choice([None, True, False])}


def _mute(dice: random.Random) -> Payload:
    until = dice.choice([None, "2026-11-25T10:00:00.000Z", "2026-11-25T11:00:00.000Z"])
    return _person(dice) | {"until": until, "body": "荒れたため"}


def _numbered(dice: random.Random, name: str) -> Payload:
    return {name: dice.randint(1, FEW)}


def _person(dice: random.Random) -> Payload:
    person = dice.choice([-2, -1, 1, 2, 3])
    return {"person": person, "name": f"会員{person}"}


HUB_EVENTS: dict[str, Callable[[random.Random], Payload]] = {
    "question.open": _question_open,
    "question.tally": lambda dice: _numbered(dice, "question") | {"votes": dice.randint(0, 9)},
    "question.state": _question_state,
    "question.waiting": lambda dice: {"waiting": dice.randint(0, 3)},
    "poll.open": _poll_open,
    "poll.tally": lambda dice: _numbered(dice, "poll") | {"voters": dice.randint(0, 9)},
    "poll.closed": _poll_closed,
    "poll.removed": lambda dice: _numbered(dice, "poll"),
    "hand": lambda dice: {"up": dice.random() < 0.7},
    "hand.give": lambda dice: dice.choice([_person(dice), {"person": 0, "name": ""}]),
    "hand.lower": _person,
    "mute": _mute,
    "slow": lambda dice: {"pause_s": dice.choice([0, 5, 30])},
    "lock": lambda dice: {"locked": dice.random() < 0.5, "body": ""},
    "premoderation": lambda dice: {"on": dice.random() < 0.5},
    "anonymity": lambda dice: {"on": dice.random() < 0.5},
    "remove": lambda dice: _person(dice) | {"ban": dice.random() < 0.5, "body": "荒れたため"},
    "remove.lift": _person,
}


def random_log(dice: random.Random, length: int) -> list[Event]:
    """Events 1 … `length` of a room in which much happens to few questions, polls and people."""
    return [_event(dice, seq) for seq in range(1, length + 1)]


def _event(dice: random.Random, seq: int) -> Event:
    kind = dice.choice(list(HUB_EVENTS))
    number = dice.choice([-1, 1, 2, 3])
    actor = Person(number, f"会員{number}") if kind == "hand" else _HUB
    return Event(seq, kind, actor, HUB_EVENTS[kind](dice), "2026-11-25T09:00:00.000Z", f"cid-{seq}")

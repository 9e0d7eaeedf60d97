"""For each kind of event in the room's log: what somebody might send next. A new kind gets its line here."""

import random
from collections.abc import Callable
from typing import Any

from community.models import User
from events.room.events import EDIT, MESSAGE, REDACTION
from events.room.kinds.hands import GIVE, HAND, LOWER
from events.room.kinds.minutes import LINE_KINDS, NOTE
from events.room.kinds.moderation import ANONYMITY, LIFT, LOCK, MUTE, PREMODERATION, REMOVE, SLOW
from events.room.kinds.polls import CHANGE, POLL
from events.room.kinds.polls import VOTE as BALLOT
from events.room.kinds.questions import DECIDE, DECISIONS, QUESTION, VOTE, WITHDRAW
from events.room.kinds.tlp import AGREE, LABELS, LINE_TLP, TLP

Script = Callable[[random.Random, int], dict[str, Any]]


def _message(dice: random.Random, head: int) -> dict[str, Any]:
    reply = {"reply_to": dice.randint(1, head)} if head and dice.random() < 0.3 else {}
    own = {"payload": {"tlp": dice.choice(LABELS)}} if dice.random() < 0.2 else {}
    return {"kind": MESSAGE, "body": dice.choice(["発言", "**発言**"]) + str(dice.randint(1, 99)), **reply, **own}


def _edit(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": EDIT, "body": f"訂正{dice.randint(1, 99)}", "target": dice.randint(1, max(1, head))}


def _redaction(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": REDACTION, "body": "誤り", "target": dice.randint(1, max(1, head))}


def _note(dice: random.Random, head: int) -> dict[str, Any]:
    payload = {"as": dice.choice(LINE_KINDS), "item": dice.randint(0, 3)}
    return {"kind": NOTE, "body": "", "target": dice.randint(1, max(1, head)), "payload": payload}


def _question(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": QUESTION, "body": f"問い{dice.randint(1, 99)}", "payload": {"anonymous": False}}


def _question_vote(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": VOTE, "body": "", "payload": {"question": dice.randint(1, 6), "up": dice.random() < 0.8}}


def _decision(dice: random.Random, head: int) -> dict[str, Any]:
    payload = {"question": dice.randint(1, 6), "decision": dice.choice(DECISIONS), "into": dice.randint(1, 6)}
    return {"kind": DECIDE, "body": dice.choice(["", "理由"]), "payload": {**payload, "answer": None}}


def _withdrawal(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": WITHDRAW, "body": "", "payload": {"question": dice.randint(1, 6)}}


def _label(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": TLP, "body": dice.choice(["", "理由"]), "payload": {"label": dice.choice(LABELS)}}


def _agreement(dice: random.Random, head: int) -> dict[str, Any]:
    # A proposal stands only as long as nothing else is said about the label: mostly it is one of the newest events.
    return {"kind": AGREE, "body": "", "target": max(1, head - dice.randint(0, 2))}


def _line_label(dice: random.Random, head: int) -> dict[str, Any]:
    return {
        "kind": LINE_TLP,
        "body": "",
        "target": dice.randint(1, max(1, head)),
        "payload": {"label": dice.choice(LABELS)},
    }


def _poll(dice: random.Random, head: int) -> dict[str, Any]:
    if dice.random() < 0.5:
        scale = {"lowest": 1, "highest": 5, "lowest_text": "低い", "highest_text": "高い"}
        return {
            "kind": POLL,
            "body": "尺度",
            "payload": {"form": "scale", "quorum": 2, "options": None, "scale": scale},
        }
    words = {"form": "multiple", "quorum": None, "options": ["はい", "いいえ"], "scale": None}
    return {"kind": POLL, "body": "票決", "payload": words}


def _poll_change(dice: random.Random, head: int) -> dict[str, Any]:
    state = dice.choice(["open", "open", "closed", "removed"])
    return {"kind": CHANGE, "body": "", "payload": {"poll": dice.randint(1, 2), "state": state}}


def _ballot(dice: random.Random, head: int) -> dict[str, Any]:
    is_value = dice.random() < 0.5
    payload = {"poll": dice.randint(1, 2), "choices": [dice.randint(0, 1) + is_value], "is_value": is_value}
    return {"kind": BALLOT, "body": "", "payload": payload}


def _hand(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": HAND, "body": "", "payload": {"up": dice.random() < 0.7}}


def _floor(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": GIVE, "body": "", "payload": {"person": dice.choice(ids())}}


def _lower(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": LOWER, "body": "", "payload": {"person": dice.choice(ids()) or 1}}


def _mute(dice: random.Random, head: int) -> dict[str, Any]:
    payload = {"person": dice.choice(ids()) or 1, "minutes": dice.choice([0, 1, 60])}
    return {"kind": MUTE, "body": "長い", "payload": payload}


def _removal(dice: random.Random, head: int) -> dict[str, Any]:
    payload = {"person": dice.choice(ids()) or 1, "ban": dice.random() < 0.5}
    return {"kind": REMOVE, "body": "繰り返し", "payload": payload}


def _lift(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": LIFT, "body": "", "payload": {"person": dice.choice(ids()) or 1}}


def _slow(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": SLOW, "body": "", "payload": {"pause_s": dice.choice([0, 30])}}


def _lock(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": LOCK, "body": "", "payload": {"locked": dice.random() < 0.3}}


def _switch(kind: str) -> Script:
    return lambda dice, head: {"kind": kind, "body": "", "payload": {"on": dice.random() < 0.5}}


def ids() -> list[int]:
    """Everybody there is, and nobody."""
    return [0, *User.objects.order_by("pk").values_list("pk", flat=True)]


SCRIPTS: dict[str, Script] = {
    MESSAGE: _message,
    EDIT: _edit,
    REDACTION: _redaction,
    NOTE: _note,
    QUESTION: _question,
    VOTE: _question_vote,
    DECIDE: _decision,
    WITHDRAW: _withdrawal,
    TLP: _label,
    AGREE: _agreement,
    LINE_TLP: _line_label,
    POLL: _poll,
    CHANGE: _poll_change,
    BALLOT: _ballot,
    HAND: _hand,
    GIVE: _floor,
    LOWER: _lower,
    MUTE: _mute,
    SLOW: _slow,
    LOCK: _lock,
    PREMODERATION: _switch(PREMODERATION),
    ANONYMITY: _switch(ANONYMITY),
    REMOVE: _removal,
    LIFT: _lift,
}

"""For each kind of event in the room's log: what somebody might send next. A new kind gets its line here."""

import random
from collections.abc import Callable
from typing import Any

from events.room.events import EDIT, MESSAGE, REDACTION
from events.room.kinds.minutes import LINE_KINDS, NOTE

Script = Callable[[random.Random, int], dict[str, Any]]


def _message(dice: random.Random, head: int) -> dict[str, Any]:
    reply = {"reply_to": dice.randint(1, head)} if head and dice.random() < 0.3 else {}
    return {"kind": MESSAGE, "body": f"発言{dice.randint(1, 99)}", **reply}


def _edit(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": EDIT, "body": f"訂正{dice.randint(1, 99)}", "target": dice.randint(1, max(1, head))}


def _redaction(dice: random.Random, head: int) -> dict[str, Any]:
    return {"kind": REDACTION, "body": "誤り", "target": dice.randint(1, max(1, head))}


def _note(dice: random.Random, head: int) -> dict[str, Any]:
    payload = {"as": dice.choice(LINE_KINDS), "item": dice.randint(0, 3)}
    return {"kind": NOTE, "body": "", "target": dice.randint(1, max(1, head)), "payload": payload}


SCRIPTS: dict[str, Script] = {MESSAGE: _message, EDIT: _edit, REDACTION: _redaction, NOTE: _note}

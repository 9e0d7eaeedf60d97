"""Lines of the minutes: a message taken into them, and the hub's word that a line is there, changed or gone.

`minutes` (sent by who keeps the minutes, `target` = the message, `as` = info | agreed | action, `item` = agenda item)
leaves no row of its own; the hub appends `minutes.line`. The words of a line are never in the log: who may read the
minutes asks for them.
"""

import re

from events.room.events import Event
from events.room.frames import Fields, number, optional, refuse, text
from events.room.kinds.base import Kind, Payload, unlogged
from events.room.talk import Talk

NOTE = "minutes"
LINE = "minutes.line"
LINE_KINDS = ("info", "agreed", "action")
MOST_ITEMS = 99
_COMMAND = re.compile(r"[/／](info|agreed|action)[ \t　\n]+(?=\S)", re.IGNORECASE)


def read_command(body: str) -> tuple[str, str] | None:
    """The kind of line and its words where a message begins with `/action`, `/agreed` or `/info`; else None."""
    match = _COMMAND.match(body)
    return (match[1].lower(), body[match.end() :].strip()) if match else None


def _read(fields: Fields) -> Payload:
    kind, item = text(fields, "as", 8), optional(number, fields, "item") or 0
    if kind not in LINE_KINDS:
        refuse("as: info, agreed or action is needed")
    if item > MOST_ITEMS:
        refuse("item: a smaller number is needed")
    return {"as": kind, "item": item}


def _apply_line(talk: Talk, event: Event) -> None:
    part, key = talk.part(NOTE), str(event.payload.get("line"))
    if event.payload.get("removed"):
        part.pop(key, None)
    elif "line" in event.payload:
        part[key] = {name: event.payload.get(name) for name in ("seq", "as", "item", "revision")}


KINDS = (
    Kind(NOTE, unlogged, _read, needs_body=False, needs_target=True),
    Kind(LINE, _apply_line, is_sendable=False, needs_body=False),
)

"""What may be taken out of a room, as a file: with names, without them, or nothing at all."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.models import Room
from events.queries.room import read_talk
from events.queries.room_labels import LabelHistory, copy_rule
from events.room.kinds.tlp import RED
from events.room.talk import Line
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_datetime

READ_AT_ONCE = 1000


def export_talk(room: Room) -> dict[str, Any]:
    """The talk as it stands, under its label. What was said under RED is left out and counted.

    Only for rooms whose `copy_rule` is not "none". Under the Chatham House rule neither names nor pseudonyms nor
    times go along: nothing that says who it was.
    """
    lines = [line for line in _lines(room) if not line.is_redacted]
    is_named = copy_rule(room) == "named"
    return {
        "room": room.slug,
        "title": room.title,
        "tlp": room.tlp_id,
        "is_chatham_house": room.is_chatham_house,
        "left_out": sum(line.tlp == RED for line in lines),
        "lines": [_line(line, is_named) for line in lines if line.tlp != RED],
    }


def as_text(talk: dict[str, Any]) -> str:
    """The same for people to read: the label above, then line by line."""
    head = [talk["title"], f"TLP:{talk['tlp']}"]
    if talk["is_chatham_house"]:
        head.append(_("Under the Chatham House rule: what was said may be used, not who said it."))
    if talk["left_out"]:
        head.append(_("Left out because they are under TLP:RED: %(count)s") % {"count": talk["left_out"]})
    return "\n\n".join(["\n".join(head), *(_as_text(line, talk["tlp"]) for line in talk["lines"])]) + "\n"


def _lines(room: Room) -> list[Line]:
    history, lines = LabelHistory(room), []
    for after in range(0, room.head, READ_AT_ONCE):
        label = history.at(after + 1)
        lines += read_talk(room.pk, after=after, until=room.head, limit=READ_AT_ONCE, label=label)
    return lines


def _line(line: Line, is_named: bool) -> dict[str, Any]:
    said = {"seq": line.seq, "body": line.body, "tlp": line.tlp, "reply_to": line.reply_to}
    return {**said, "at": line.at, "name": line.name} if is_named else said


def _as_text(line: dict[str, Any], label: str) -> str:
    own = f"[TLP:{line['tlp']}] " if line["tlp"] != label else ""
    if "name" not in line:
        return f"{own}{line['body']}"
    at = format_datetime(datetime.fromisoformat(line["at"]), current_language())
    return f"{at} {line['name']}\n{own}{line['body']}"

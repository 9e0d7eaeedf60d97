"""Messages, their edits and their redactions."""

from events.room.events import EDIT, MESSAGE, REDACTION, Event
from events.room.kinds.base import Kind
from events.room.talk import Line, Talk


def _apply_message(talk: Talk, event: Event) -> None:
    body = event.payload.get("body")
    talk.lines[event.seq] = Line(
        seq=event.seq,
        at=event.at,
        name=event.actor.name,
        actor_id=event.actor.id,
        body=body or "",
        cid=event.cid,
        reply_to=event.payload.get("reply_to"),
        # A redacted message has no body at rest: that, not the later redaction, is what every reader can see.
        is_redacted=body is None,
    )


def _apply_edit(talk: Talk, event: Event) -> None:
    line, body = talk.lines.get(event.target or 0), event.payload.get("body")
    if line is not None and body is not None and not line.is_redacted:
        line.body, line.is_edited = body, True


def _apply_redaction(talk: Talk, event: Event) -> None:
    line = talk.lines.get(event.target or 0)
    if line is not None:
        # As a reader of the whole log finds it: the message and its edits have no body any more.
        line.body, line.reply_to, line.is_edited, line.is_redacted = "", None, False, True


KINDS = (
    Kind(MESSAGE, _apply_message, may_reply=True, is_text=True, is_slowed=True),
    Kind(EDIT, _apply_edit, needs_target=True),
    Kind(REDACTION, _apply_redaction, needs_target=True, needs_body=False, empties_target=True),
)

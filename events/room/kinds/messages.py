"""Messages, their edits and their redactions."""

from events.room.events import EDIT, MESSAGE, REDACTION, Event
from events.room.frames import LARGEST, Fields, refuse
from events.room.kinds.base import Kind, Payload
from events.room.kinds.tlp import LABELS, forget_line, label_of_line
from events.room.talk import Line, Talk

MOST_MENTIONS = 20


def _read(fields: Fields) -> Payload:
    """Who is meant, and a label of its own: stricter than the room's, which the rule looks at."""
    mentions, label = fields.get("mentions"), fields.get("tlp")
    payload: Payload = {"mentions": _people(mentions)} if mentions else {}
    if label is not None:
        if label not in LABELS:
            refuse("tlp: a label of TLP 2.0 is needed")
        payload["tlp"] = label
    return payload


def _people(given: object) -> list[int]:
    if not isinstance(given, list) or len(given) > MOST_MENTIONS:
        refuse(f"mentions: at most {MOST_MENTIONS} ids are needed")
    for person_id in given:
        # Ids of pseudonyms are negative.
        if not isinstance(person_id, int) or isinstance(person_id, bool) or not -LARGEST <= person_id <= LARGEST:
            refuse("mentions: ids are needed")
    return list(dict.fromkeys(given))


def _apply_message(talk: Talk, event: Event) -> None:
    body = event.payload.get("body")
    talk.lines[event.seq] = Line(
        seq=event.seq,
        at=event.at,
        name=event.actor.name,
        actor_id=event.actor.id,
        body=body or "",
        cid=event.cid,
        html=event.payload.get("html", ""),
        reply_to=event.payload.get("reply_to"),
        tlp=label_of_line(talk, event),
        # A redacted message has no body at rest: that, not the later redaction, is what every reader can see.
        is_redacted=body is None,
    )


def _apply_edit(talk: Talk, event: Event) -> None:
    line, body = talk.lines.get(event.target or 0), event.payload.get("body")
    if line is not None and body is not None and not line.is_redacted:
        line.body, line.html, line.is_edited = body, event.payload.get("html", ""), True


def _apply_redaction(talk: Talk, event: Event) -> None:
    forget_line(talk, event.target or 0)
    line = talk.lines.get(event.target or 0)
    if line is not None:
        # As a reader of the whole log finds it: the message and its edits have no body any more.
        line.body, line.html, line.reply_to, line.is_edited, line.is_redacted = "", "", None, False, True
        line.tlp = ""
        if event.payload.get("by") == "moderator":
            line.removed_for = event.payload.get("body", "")


KINDS = (
    Kind(MESSAGE, _apply_message, _read, may_reply=True, is_text=True, is_slowed=True),
    Kind(EDIT, _apply_edit, needs_target=True),
    Kind(REDACTION, _apply_redaction, needs_target=True, needs_body=False, empties_target=True),
)

"""The log as people read it: messages with their edits applied and their redactions shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.room.events import EDIT, MESSAGE, Event


@dataclass(slots=True)
class Line:
    """One message as it stands now."""

    seq: int
    at: str
    name: str
    actor_id: int | None
    body: str
    cid: str
    reply_to: int | None = None
    is_edited: bool = False
    is_redacted: bool = False


def read_lines(events: Iterable[Event]) -> list[Line]:
    """Lines of the messages in `events` (rising seq); an edit of a message that is not among them is ignored."""
    lines: dict[int, Line] = {}
    for event in events:
        if event.kind == MESSAGE:
            lines[event.seq] = _line(event)
        elif event.kind == EDIT and event.target in lines:
            _apply_edit(lines[event.target], event)
    return list(lines.values())


def _line(event: Event) -> Line:
    body = event.payload.get("body")
    return Line(
        seq=event.seq,
        at=event.at,
        name=event.actor.name,
        actor_id=event.actor.id,
        body=body or "",
        cid=event.cid,
        reply_to=event.payload.get("reply_to"),
        # A redacted message has no body at rest: that, not the later redaction event, is what every reader can see.
        is_redacted=body is None,
    )


def _apply_edit(line: Line, event: Event) -> None:
    body = event.payload.get("body")
    if body is not None and not line.is_redacted:
        line.body, line.is_edited = body, True

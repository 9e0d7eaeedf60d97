"""Finding something that was said in a room."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from events.models import Room, RoomEvent
from events.queries.room_labels import LabelHistory
from events.room.events import EDIT, MESSAGE, Event
from events.room.kinds import read_lines
from events.room.kinds.tlp import LINE_TLP
from events.room.talk import Line
from secunity.core.text.normalise import normalise

MOST_HITS = 50
READ_AT_ONCE = 2000
# A room as busy as the busiest has had some ten thousand; older ones are reached through the log's pages.
MOST_READ = 50_000


def search_log(room: Room, question: str) -> tuple[list[Event], int]:
    """The newest messages that hold every word of `question`, each in its newest wording, and how many there are.

    Compared as `normalise` writes them, without regard to case; what was removed is not found, and once the room is
    closed nothing that was said under RED.
    """
    words = question_words(question)
    found: dict[int, dict[str, Any]] = {}
    total = 0
    for seq, content in _texts(room) if words else ():
        text = normalise(str(content["body"])).casefold()
        if all(word in text for word in words):
            total += 1
            if len(found) < MOST_HITS:
                found[seq] = content
    rows = RoomEvent.objects.filter(room=room, seq__in=found).select_related("actor", "pseudonym").order_by("-seq")
    return [_as_found(row.as_event(), found[row.seq]) for row in rows], total


def found_lines(room: Room, events: Sequence[Event]) -> list[Line]:
    """What was found, as a page shows it: each line under its label."""
    history = LabelHistory(room)
    seqs = [event.seq for event in events]
    given = RoomEvent.objects.filter(room=room, kind=LINE_TLP, target__in=seqs).order_by("seq")
    labels = {row.target: str(row.content["label"]) for row in given}
    lines = read_lines(events)
    for line in lines:
        line.tlp = labels.get(line.seq) or line.tlp or history.at(line.seq)
    return lines


def question_words(question: str) -> list[str]:
    """The words that are looked for."""
    return normalise(question).casefold().split()


def _as_found(event: Event, content: dict[str, Any]) -> Event:
    kept = {name: value for name, value in event.payload.items() if name not in ("body", "html")}
    said = {name: value for name, value in content.items() if name in ("body", "html")}
    return replace(event, payload={**said, **kept})


def _texts(room: Room) -> Iterator[tuple[int, dict[str, Any]]]:
    """Seq and newest wording of each message that was not removed, the newest first."""
    edits: dict[int, dict[str, Any]] = {}
    rows = RoomEvent.objects.filter(room=room, kind__in=(MESSAGE, EDIT)).order_by("-seq")
    for row in rows.only("room_id", "seq", "kind", "target", "payload", "words")[:MOST_READ].iterator(READ_AT_ONCE):
        if not row.has_body or (room.is_over and row.words is not None):
            continue
        if row.kind == EDIT:
            edits.setdefault(row.target or 0, row.content)
        else:
            yield row.seq, edits.pop(row.seq, row.content)

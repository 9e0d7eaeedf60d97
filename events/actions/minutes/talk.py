"""Lines that come out of the talk, in the transaction that holds the room's lock."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from events.actions.minutes.rows import append_line, line_payload, locked_minutes
from events.models import Minutes, MinutesLine, MinutesRevision, Room, RoomEvent
from events.models.minutes import LONGEST_LINE
from events.queries.minutes import keeps_minutes, meeting_of
from events.queries.room_labels import label_of
from events.room.events import EDIT, HUB, Draft
from events.room.kinds.minutes import LINE, read_command
from events.room.kinds.tlp import RED

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def may_note(batch: Batch, draft: Draft) -> str:
    """Who keeps the minutes takes a message into them that was not removed; under RED nobody."""
    if batch.room.tlp_id == "RED":
        return "tlp"
    if not _has_minutes(batch):
        return "forbidden"
    person, target = batch.user(draft.actor.id), batch.text(draft.target)
    meeting = meeting_of(batch.room.meeting_key) or batch.room
    if person is None or not keeps_minutes(person, meeting) or target is None:
        return "forbidden"
    return "tlp" if label_of(batch.room, target, batch.events) == RED else ""


def note_message(batch: Batch, draft: Draft) -> None:
    """The message that the draft names becomes a line, in the words it has now; twice asked is once done."""
    target = batch.text(draft.target)
    if target is None:
        return
    edits = RoomEvent.objects.filter(room=batch.room, kind=EDIT, target=target.seq).order_by("-seq")
    newest = next((edit for edit in edits if edit.has_body), target)
    words = str(newest.content["body"])
    command = read_command(words)
    fields = {"kind": draft.payload["as"], "agenda_item": draft.payload["item"]}
    text = command[1] if command else words
    _note(batch, named_id(draft.actor.id), {**fields, "text": text, "seq": target.seq, "speaker_id": target.actor_id})


def note_command(batch: Batch, draft: Draft) -> None:
    """A message that begins with `/action`, `/agreed` or `/info` is a line of the minutes as well."""
    command = read_command(draft.body)
    if command is None or not _has_minutes(batch) or RED in (batch.room.tlp_id, draft.payload.get("tlp")):
        return
    seq = batch.events[-1].seq
    person_id = named_id(draft.actor.id)
    _note(batch, person_id, {"kind": command[0], "text": command[1], "seq": seq, "speaker_id": person_id})


def note_question(batch: Batch, *, editor_id: int | None, seq: int | None, text: str) -> None:
    """A question that is to be answered after the meeting is something to be done; whose it was is not kept."""
    if batch.room.tlp_id != "RED" and _has_minutes(batch):
        _note(batch, named_id(editor_id), {"kind": MinutesLine.Kind.ACTION.value, "text": text, "seq": seq})


def forget_redacted(room: Room, seqs: Collection[int]) -> None:
    """What was removed from the talk leaves the draft of the minutes: a line in the very words goes, of one that was
    written anew only the first wording."""
    lines = MinutesLine.objects.filter(minutes__meeting_key=room.meeting_key, seq__in=seqs)
    open_lines = lines.filter(minutes__state=Minutes.State.DRAFT)
    MinutesRevision.objects.filter(line__in=open_lines, number=1).update(text="")
    open_lines.filter(revision=1).update(text="", is_removed=True, speaker=None)


def named_id(person_id: int | None) -> int | None:
    """The user whose id it is; None for a pseudonym: the minutes never tell who is behind it."""
    return person_id if person_id is not None and person_id > 0 else None


def _has_minutes(batch: Batch) -> bool:
    """What moderators say among themselves belongs to no meeting."""
    return batch.room.backchannel_of_id is None


def _note(batch: Batch, editor_id: int | None, fields: dict[str, Any]) -> None:
    meeting = meeting_of(batch.room.meeting_key)
    minutes = locked_minutes(batch.room.meeting_key, meeting.locale.language_code if meeting else "ja")
    same = MinutesLine.objects.filter(
        minutes=minutes, seq=fields["seq"], kind=fields["kind"], is_removed=False
    ).exists()
    if same or not minutes.is_draft:
        return
    try:
        line = append_line(minutes, editor_id=editor_id, fields={**fields, "text": str(fields["text"])[:LONGEST_LINE]})
    except ValidationError:  # full: the message stands in the log, the minutes stay as they are
        return
    batch.append(LINE, HUB, line_payload(line))

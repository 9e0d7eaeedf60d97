"""What moderators decide about people and the room, as events of its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dateparse import parse_datetime

from events.room.events import EDIT, MESSAGE, Draft
from events.room.kinds.questions import QUESTION

if TYPE_CHECKING:
    from events.actions.room.batch import Batch

WRITING = (MESSAGE, EDIT, QUESTION)
SPEAKING = (*WRITING, "hand")


def hushed(batch: Batch, draft: Draft) -> str:
    """Why this person may not say this now, "" where nothing is in the way: removed, muted, or the room is locked."""
    person, room = str(draft.actor.id), batch.room
    if person in room.removed:
        return "forbidden"
    if person in room.muted and draft.kind in SPEAKING and _is_still(room.muted[person], batch):
        return "muted"
    if room.is_locked and draft.kind in WRITING and not batch.moderates(draft.actor.id):
        return "closed"
    return ""


def _is_still(until: str, batch: Batch) -> bool:
    moment = parse_datetime(until)
    return moment is not None and batch.now < moment

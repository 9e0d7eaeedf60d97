"""What moderators did is taken back after an appeal, as far as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from events.actions.room.moderation import set_lifted, set_muted
from events.actions.room.questions import admit_refused
from events.models import RoomEvent
from events.queries.room_people import name_of
from events.room.events import HUB, Draft
from events.room.kinds.moderation import LIFT, MUTE, REMOVE

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def may_take_back(batch: Batch, draft: Draft) -> str:
    """Only the hub, when an appeal was answered so."""
    return "" if draft.actor == HUB else "forbidden"


def take_back(batch: Batch, draft: Draft) -> None:
    """The effect of what was lifted ends, where it is still in force; words that were removed do not come back."""
    row = RoomEvent.objects.filter(room=batch.room, seq=draft.payload["of"]).first()
    if row is None:
        return
    said: dict[str, Any] = row.content
    match row.kind:
        case "mute" if batch.room.muted.get(str(said["person"])) == said["until"]:
            set_muted(batch, said["person"], None)
            batch.append(MUTE, HUB, {**_about(batch, said, draft), "until": None})
        case "remove" if said["ban"] and _is_newest_ban(batch, row):
            set_lifted(batch, said["person"])
            batch.append(LIFT, HUB, _about(batch, said, draft))
        case "question.state" if batch.is_open:
            admit_refused(batch, said["question"])


def _about(batch: Batch, said: dict[str, Any], draft: Draft) -> dict[str, Any]:
    name = name_of(batch.room, said["person"])
    return {"person": said["person"], "name": name, "office": draft.payload["office"], "body": ""}


def _is_newest_ban(batch: Batch, row: RoomEvent) -> bool:
    """Whether it is this one that keeps them out: it was not lifted, and no other followed."""
    person = row.content["person"]
    later = RoomEvent.objects.filter(room=batch.room, kind__in=(REMOVE, LIFT), seq__gt=row.seq)
    is_last = not any(each.content["person"] == person and each.content.get("ban", True) for each in later)
    return is_last and str(person) in batch.room.removed

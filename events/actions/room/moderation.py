"""What moderators decide about people and the room, as events of its log; the room's row holds what is in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from events.actions.room.hands import is_of_room
from events.models import Room
from events.models.room import iso
from events.queries.room_people import name_of
from events.queries.room_rights import office_of, removal_key
from events.room.events import EDIT, MESSAGE, Draft
from events.room.kinds.hands import HAND
from events.room.kinds.questions import QUESTION

if TYPE_CHECKING:
    from events.actions.room.batch import Batch

WRITING = (MESSAGE, EDIT, QUESTION)
SPEAKING = (*WRITING, HAND)


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


def may_moderate(batch: Batch, draft: Draft) -> str:
    """Whoever holds an office in the room."""
    return "" if batch.moderates(draft.actor.id) else "forbidden"


def may_mute(batch: Batch, draft: Draft) -> str:
    """Moderators with a reason, about somebody of the room who holds no office there; taking it back needs none."""
    if not draft.payload["minutes"]:
        return may_moderate(batch, draft)
    return may_remove(batch, draft)


def may_remove(batch: Batch, draft: Draft) -> str:
    """Moderators with a reason, about somebody of the room who holds no office there."""
    person = draft.payload["person"]
    is_fit = bool(draft.body) and is_of_room(batch, person) and not batch.moderates(person)
    return may_moderate(batch, draft) or ("" if is_fit else "forbidden")


def may_lift(batch: Batch, draft: Draft) -> str:
    """Moderators, for somebody who was removed for good."""
    is_removed = str(draft.payload["person"]) in batch.room.removed
    return may_moderate(batch, draft) or ("" if is_removed else "closed")


def with_office(batch: Batch, draft: Draft) -> dict[str, Any]:
    """The payload and by which office it was done: the list of what was moderated names no moderators."""
    user = batch.user(draft.actor.id)
    return {**draft.payload, "office": office_of(user, batch.room) if user is not None else ""}


def about_person(batch: Batch, draft: Draft) -> dict[str, Any]:
    """The same, with the name of who it is about."""
    return {**with_office(batch, draft), "name": name_of(batch.room, draft.payload["person"])}


def mute_payload(batch: Batch, draft: Draft) -> dict[str, Any]:
    """Until when, instead of for how long: whoever comes late knows no beginning."""
    said = about_person(batch, draft)
    minutes = said.pop("minutes")
    return {**said, "until": iso(batch.now + timedelta(minutes=minutes)) if minutes else None}


def mute(batch: Batch, draft: Draft) -> None:
    """Not to write until then; whose time is over is forgotten."""
    set_muted(batch, draft.payload["person"], batch.events[-1].payload["until"])


def set_muted(batch: Batch, person_id: int, until: str | None) -> None:
    """Note on the room until when that person does not write, None: they may."""
    others = {one: moment for one, moment in batch.room.muted.items() if _is_still(moment, batch)}
    others.pop(str(person_id), None)
    _set(batch, muted=others if until is None else {**others, str(person_id): until})


def slow_down(batch: Batch, draft: Draft) -> None:
    """A pause between two messages of the same person."""
    _set(batch, pause_s=draft.payload["pause_s"])


def lock(batch: Batch, draft: Draft) -> None:
    """Only moderators write; votes and hands still count."""
    _set(batch, is_locked=draft.payload["locked"])


def premoderate(batch: Batch, draft: Draft) -> None:
    """Questions wait until a moderator lets them in."""
    _set(batch, is_premoderated=draft.payload["on"])


def let_be_anonymous(batch: Batch, draft: Draft) -> None:
    """Questions may be asked without a name."""
    _set(batch, has_anonymous_questions=draft.payload["on"])


def remove(batch: Batch, draft: Draft) -> None:
    """Out of the room; with a ban they find no room any more until it is lifted."""
    person = draft.payload["person"]
    user = batch.user(person)
    if draft.payload["ban"] and user is not None:
        _set(batch, removed={**batch.room.removed, str(person): removal_key(batch.room, user)})


def lift(batch: Batch, draft: Draft) -> None:
    """They may come back."""
    set_lifted(batch, draft.payload["person"])


def set_lifted(batch: Batch, person_id: int) -> None:
    """Note on the room that this person may come back."""
    _set(batch, removed={one: key for one, key in batch.room.removed.items() if one != str(person_id)})


def _set(batch: Batch, **values: Any) -> None:
    for name, value in values.items():
        setattr(batch.room, name, value)
    Room.objects.filter(pk=batch.room.pk).update(**values)

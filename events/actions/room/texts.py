"""Messages, their edits and their removal: who may, and what the log then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from events.queries.room import can_enter_room
from events.queries.room_people import users_behind
from events.queries.room_rights import office_of
from events.room.events import EDIT, MESSAGE, Draft, Person
from events.room.kinds.tlp import is_stricter
from events.room.markup import render

if TYPE_CHECKING:
    from events.actions.room.batch import Batch

MARKED_UP = frozenset({MESSAGE, EDIT})


def dressed(draft: Draft) -> Draft:
    """The draft with its text as clean HTML where it has markup: made once, before the room is locked for it."""
    html = render(draft.body) if draft.kind in MARKED_UP else None
    return draft if html is None else replace(draft, payload={**draft.payload, "html": html})


def may_say(batch: Batch, draft: Draft) -> str:
    """Whoever may enter; a label of its own is never wider than the room's."""
    label = draft.payload.get("tlp")
    return "tlp" if label is not None and is_stricter(str(batch.room.tlp_id), label) else ""


def message_payload(batch: Batch, draft: Draft) -> dict[str, Any]:
    """Without the room's own label, and with those mentioned who may be here."""
    own = dict(draft.payload)
    if own.get("tlp") == batch.room.tlp_id:
        del own["tlp"]
    if "mentions" in own:
        own["mentions"] = _who_may_be_here(batch, own["mentions"])
        if not own["mentions"]:
            del own["mentions"]
    return own


def _who_may_be_here(batch: Batch, ids: list[int]) -> list[int]:
    people = users_behind(batch.room, ids)
    return [one for one in ids if one in people and can_enter_room(people[one], batch.room)]


def may_edit(batch: Batch, draft: Draft) -> str:
    """Who wrote it, as long as it was not redacted, within the room's time for second thoughts."""
    target = batch.text(draft.target)
    if target is None or target.author_id != draft.actor.id:
        return "forbidden"
    return "" if batch.now - target.at <= timedelta(seconds=batch.room.caps.edit_s) else "forbidden"


def may_redact(batch: Batch, draft: Draft) -> str:
    """Who wrote it, at any time; who moderates, with a reason."""
    target = batch.text(draft.target)
    if target is None:
        return "forbidden"
    if target.author_id == draft.actor.id:
        return ""
    return "" if draft.body and _office(batch, draft) else "forbidden"


def redact(batch: Batch, draft: Draft) -> None:
    """Its words leave the log with this batch."""
    batch.redacted.add(draft.target or 0)


def redaction_payload(batch: Batch, draft: Draft) -> dict[str, Any]:
    """Whether the author took it back or a moderator removed it, and by which office."""
    if _is_own(batch, draft):
        return {"by": "author"}
    return {"by": "moderator", "office": _office(batch, draft)}


def redaction_voice(batch: Batch, draft: Draft) -> Person:
    """The author; or whoever moderates."""
    return draft.actor if _is_own(batch, draft) else batch.officer(draft)


def _is_own(batch: Batch, draft: Draft) -> bool:
    target = batch.text(draft.target)
    return target is not None and target.author_id == draft.actor.id


def _office(batch: Batch, draft: Draft) -> str:
    user = batch.user(draft.actor.id)
    return office_of(user, batch.room) if user is not None else ""

"""The one way into a room's log."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from community.models import User
from events.actions.room.backchannel import follow_label, keep_within
from events.actions.room.batch import Batch
from events.actions.room.pseudonyms import person_in
from events.actions.room.reads import lock_room
from events.actions.room.texts import dressed
from events.models import Room
from events.room.bus import process_bus
from events.room.events import MESSAGE, Draft, Outcome, Refused, Stored
from events.room.kinds.tlp import TLP


def post_message(*, room: Room, actor: User, cid: str, body: str, reply_to: int | None = None) -> Outcome:
    """Append one message from outside a socket and tell the hubs; the same `cid` again changes nothing."""
    return append_and_tell(Draft(room.pk, person_in(room, actor), cid, MESSAGE, body, reply_to))


def append_and_tell(draft: Draft) -> Outcome:
    """Append one draft from outside a socket; the hubs of its room hear of it after the commit."""
    (outcome,) = append_events(draft.room_id, [draft])
    if isinstance(outcome, Stored):
        head = max([outcome.seq, *(event.seq for event in outcome.more)])
        transaction.on_commit(lambda: process_bus.hint(draft.room_id, head))
    return outcome


@transaction.atomic
def append_drafts(drafts: Sequence[Draft]) -> list[Outcome]:
    """Append drafts of any rooms in one commit; the outcomes stand in the order of `drafts`."""
    drafts = [dressed(draft) for draft in drafts]
    by_room: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        by_room.setdefault(draft.room_id, []).append(index)
    outcomes: list[Outcome] = [Refused("closed")] * len(drafts)
    # Rooms are locked in one order by every process: two batches never wait for each other.
    for room_id in sorted(by_room):
        indexes = by_room[room_id]
        done = _append(room_id, [drafts[index] for index in indexes])
        for index, outcome in zip(indexes, done, strict=True):
            outcomes[index] = outcome
    return outcomes


@transaction.atomic
def append_events(room_id: int, drafts: Sequence[Draft]) -> list[Outcome]:
    """Append drafts to one room, also as a part of a larger transaction."""
    return _append(room_id, [dressed(draft) for draft in drafts])


def _append(room_id: int, drafts: Sequence[Draft]) -> list[Outcome]:
    """The room's row stays locked until the commit: the log has no holes and no doubles."""
    room = lock_room(room_id)
    if room is None:
        return [Refused("closed")] * len(drafts)
    batch = Batch(room, drafts, timezone.now())
    keep_within(batch)
    outcomes = [batch.take(draft) for draft in drafts]
    batch.write()
    if any(event.kind == TLP for event in batch.events):
        # A lock on a second room here would stand in another order than those of other batches.
        transaction.on_commit(lambda: follow_label(room_id), robust=True)
    return outcomes

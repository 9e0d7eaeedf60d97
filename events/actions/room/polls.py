"""Polls: who draws them up, who votes, and what everybody learns when they close."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import F

from events.models import BallotCount, BallotReceipt, Poll, Room
from events.queries.numbering import next_number
from events.queries.room import can_enter_room
from events.room.events import HUB, Draft
from events.room.kinds.polls import CLOSED, OPEN, REMOVED, TALLY

if TYPE_CHECKING:
    from events.actions.room.batch import Batch

# Below so many voters a result would tell what somebody has voted.
FEWEST_VOTERS = 3
MOST_POLLS = 200
_FROM: dict[str, tuple[str, ...]] = {
    "open": (Poll.State.DRAFT,),
    # Not opened again: the results before and after one more vote would tell that vote.
    "closed": (Poll.State.OPEN,),
    "removed": (Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED),
}


def may_draw_up(batch: Batch, draft: Draft) -> str:
    """Moderators."""
    if not batch.moderates(draft.actor.id):
        return "forbidden"
    return "closed" if Poll.objects.filter(room=batch.room).count() >= MOST_POLLS else ""


def draw_up(batch: Batch, draft: Draft) -> None:
    """A draft that only moderators see."""
    number = next_number(Poll.objects.filter(room=batch.room))
    content = {"body": draft.body, "options": draft.payload["options"], "scale": draft.payload["scale"]}
    form, quorum = draft.payload["form"], draft.payload["quorum"]
    Poll.objects.create(room=batch.room, number=number, form=form, content=content, quorum=quorum)


def may_change(batch: Batch, draft: Draft) -> str:
    """Moderators: a draft is opened, what is open is closed, everything can be taken away."""
    poll = _find(batch.room, draft.payload["poll"])
    if poll is None or not batch.moderates(draft.actor.id):
        return "forbidden"
    return "" if poll.state in _FROM[draft.payload["state"]] else "closed"


def change(batch: Batch, draft: Draft) -> None:
    """Open, close or remove it."""
    poll = Poll.objects.get(room=batch.room, number=draft.payload["poll"])
    _CHANGES[draft.payload["state"]](batch, poll)


def may_vote(batch: Batch, draft: Draft) -> str:
    """Who belongs to the room at this moment, once, while it is open, for what there is to choose."""
    poll = _find(batch.room, draft.payload["poll"])
    user = batch.user(draft.actor.id)
    person = draft.actor.id
    if poll is None or user is None or person is None or not can_enter_room(user, batch.room):
        return "forbidden"
    if poll.state != Poll.State.OPEN or BallotReceipt.objects.filter(poll=poll, person=person).exists():
        return "forbidden" if poll.state == Poll.State.DRAFT else "closed"
    return "" if _is_fit(poll, draft.payload) else "forbidden"


def _is_fit(poll: Poll, vote: Any) -> bool:
    is_scale = poll.form == Poll.Form.SCALE
    is_one = len(vote["choices"]) == 1 or poll.form == Poll.Form.MULTIPLE
    return vote["is_value"] == is_scale and is_one and set(vote["choices"]) <= set(poll.choices)


def vote(batch: Batch, draft: Draft) -> None:
    """That the person has voted is noted in one place, what was chosen is counted in another."""
    poll = Poll.objects.get(room=batch.room, number=draft.payload["poll"])
    BallotReceipt.objects.create(poll=poll, person=draft.actor.id or 0)
    BallotCount.objects.filter(poll=poll, choice__in=draft.payload["choices"]).update(count=F("count") + 1)
    batch.tally(TALLY, poll.number, {"poll": poll.number, "voters": poll.receipts.count()})


def _open(batch: Batch, poll: Poll) -> None:
    BallotCount.objects.bulk_create(BallotCount(poll=poll, choice=choice) for choice in poll.choices)
    _set_state(poll, Poll.State.OPEN)
    batch.append(OPEN, HUB, poll.words)


def _close(batch: Batch, poll: Poll) -> None:
    """Few votes are not only not shown: nothing is left of what they were."""
    _set_state(poll, Poll.State.CLOSED)
    voters = poll.receipts.count()
    if voters < FEWEST_VOTERS:
        poll.counts.all().delete()
    results = [{"option": row.choice, "count": row.count} for row in poll.counts.all()] or None
    is_quorate = None if poll.quorum is None else voters >= poll.quorum
    told = {"poll": poll.number, "voters": voters, "results": results, "is_quorate": is_quorate}
    batch.append(CLOSED, HUB, told)


def _remove(batch: Batch, poll: Poll) -> None:
    was_seen = poll.state != Poll.State.DRAFT
    poll.receipts.all().delete()
    poll.counts.all().delete()
    Poll.objects.filter(pk=poll.pk).update(content={}, state=Poll.State.REMOVED)
    if was_seen:
        batch.append(REMOVED, HUB, {"poll": poll.number})


_CHANGES: dict[str, Callable[[Batch, Poll], None]] = {"open": _open, "closed": _close, "removed": _remove}


def _set_state(poll: Poll, state: str) -> None:
    poll.state = state
    poll.save(update_fields=["state"])


def _find(room: Room, number: int) -> Poll | None:
    return Poll.objects.filter(room=room, number=number).first()

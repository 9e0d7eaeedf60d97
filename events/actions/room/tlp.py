"""Who sets a label. Narrower is easy; wider needs a second person, because nobody can take back what was passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from community.models import User
from community.queries import organisations_of
from events.models import Room, RoomEvent
from events.models.room import take_words
from events.queries.room_labels import label_of
from events.queries.room_rights import chairs, moderates
from events.room.events import EDIT, Draft, Event, Person
from events.room.kinds.tlp import PROPOSED, RED, TLP, is_stricter

if TYPE_CHECKING:
    from events.actions.room.batch import Batch


def may_label(batch: Batch, draft: Draft) -> str:
    """The chair, for another label than the room has; the same one takes a proposal back."""
    if not _chairs(batch, draft):
        return "forbidden"
    beside = batch.room.backchannel_of
    if beside is not None and is_stricter(str(beside.tlp_id), draft.payload["label"]):
        return "tlp"
    if draft.payload["label"] != batch.room.tlp_id:
        return ""
    return "" if _proposal(batch) else "tlp"


def set_label(batch: Batch, draft: Draft) -> None:
    """A wider label waits for a second person, every other holds at once."""
    label, before = draft.payload["label"], str(batch.room.tlp_id)
    reason = {"body": draft.body} if draft.body else {}
    if is_stricter(before, label):
        batch.append_act(PROPOSED, batch.officer(draft), {**reason, "label": label, "from": before}, draft)
    else:
        change_label(batch, batch.officer(draft), label, reason)


def may_agree(batch: Batch, draft: Draft) -> str:
    """Who moderates and belongs to another organisation than who proposed, to the proposal that still stands."""
    proposal = _proposal(batch)
    beside = batch.room.backchannel_of
    if proposal is not None and beside is not None and is_stricter(str(beside.tlp_id), proposal.payload["label"]):
        return "tlp"
    if proposal is None or proposal.seq != draft.target or proposal.payload.get("from") != batch.room.tlp_id:
        return "tlp"
    second, first = batch.user(draft.actor.id), batch.doer_of(proposal)
    if second is None or first is None or not moderates(second, batch.room):
        return "forbidden"
    return "" if are_apart(first, second) else "forbidden"


def agree(batch: Batch, draft: Draft) -> None:
    """The proposed label holds."""
    proposal = _proposal(batch)
    if proposal is not None:
        change_label(batch, batch.officer(draft), proposal.payload["label"], {"agreed": True})


def change_label(batch: Batch, actor: Person, label: str, more: dict[str, Any]) -> None:
    """From here on everything in the room stands under `label`; what was said before keeps its own."""
    batch.append(TLP, actor, {**more, "label": label, "from": batch.room.tlp_id})
    Room.objects.filter(pk=batch.room.pk).update(tlp=label)
    batch.room.tlp_id = label


def may_label_line(batch: Batch, draft: Draft) -> str:
    """The chair, and only narrower than the line is: who said it relied on its label."""
    target = batch.text(draft.target)
    if target is None or not _chairs(batch, draft):
        return "forbidden"
    return "" if is_stricter(draft.payload["label"], label_of(batch.room, target, batch.events)) else "tlp"


def label_line(batch: Batch, draft: Draft) -> None:
    """What has become RED lies sealed at rest, its edits too, and leaves the minutes."""
    if draft.payload["label"] == RED and draft.target is not None:
        batch.narrowed.add(draft.target)


def office_voice(batch: Batch, draft: Draft) -> Person:
    """Who is seen to act in an office."""
    return batch.officer(draft)


def seal_lines(room: Room, seqs: set[int]) -> None:
    """Seal what was said openly before its label changed."""
    edits = Q(kind=EDIT, target__in=seqs)
    for row in RoomEvent.objects.filter(Q(seq__in=seqs) | edits, room=room, words__isnull=True):
        row.payload, row.words = take_words(row.payload)
        row.save(update_fields=["payload", "words"])


def are_apart(first: User, second: User) -> bool:
    """Whether they are two people who do not speak for the same organisation; people without one count as of one."""
    if first.pk == second.pk:
        return False
    theirs = {person.pk: set(organisations_of(person).values_list("pk", flat=True)) for person in (first, second)}
    return theirs[first.pk].isdisjoint(theirs[second.pk]) and any(theirs.values())


def _chairs(batch: Batch, draft: Draft) -> bool:
    user = batch.user(draft.actor.id)
    return user is not None and chairs(user, batch.room)


def _proposal(batch: Batch) -> Event | None:
    """The proposal that still stands: nothing about the label came after it."""
    newest = next((event for event in reversed(batch.events) if event.kind in (TLP, PROPOSED)), None)
    if newest is None:
        rows = RoomEvent.objects.filter(room=batch.room, kind__in=(TLP, PROPOSED)).select_related("actor", "pseudonym")
        row = rows.order_by("-seq").first()
        newest = row.as_event() if row is not None else None
    return newest if newest is not None and newest.kind == PROPOSED else None

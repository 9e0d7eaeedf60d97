"""What is written into rooms: one transaction per batch, numbers taken inside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import User
from events.models import Room, RoomEvent, SentMessage
from events.models.room import iso, new_epoch
from events.room.bus import process_bus
from events.room.events import EDIT, MESSAGE, REDACTION, Draft, Event, Outcome, Person, Refused, Stored

Known = dict[tuple[int | None, str], tuple[int, str]]


def post_message(*, room: Room, actor: User, cid: str, body: str, reply_to: int | None = None) -> Outcome:
    """Append one message from outside a socket and tell the hubs; the same `cid` again changes nothing."""
    draft = Draft(room.pk, Person(actor.pk, actor.get_full_name()), cid, MESSAGE, body, reply_to)
    outcome = append_events(room.pk, [draft])[0]
    if isinstance(outcome, Stored):
        transaction.on_commit(lambda: process_bus.hint(room.pk, outcome.seq))
    return outcome


@transaction.atomic
def append_drafts(drafts: Sequence[Draft]) -> list[Outcome]:
    """Append drafts of any rooms in one commit; the outcomes stand in the order of `drafts`."""
    by_room: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        by_room.setdefault(draft.room_id, []).append(index)
    outcomes: list[Outcome] = [Refused("closed")] * len(drafts)
    # Rooms are locked in one order by every process: two batches never wait for each other.
    for room_id in sorted(by_room):
        indexes = by_room[room_id]
        done = append_events(room_id, [drafts[index] for index in indexes])
        for index, outcome in zip(indexes, done, strict=True):
            outcomes[index] = outcome
    return outcomes


@transaction.atomic
def append_events(room_id: int, drafts: Sequence[Draft]) -> list[Outcome]:
    """Append drafts to one room. Its row stays locked until the commit: the log has no holes and no doubles."""
    room = Room.objects.select_for_update().filter(pk=room_id).first()
    if room is None:
        return [Refused("closed")] * len(drafts)
    batch = _Batch(room, drafts, timezone.now())
    outcomes = [batch.take(draft) for draft in drafts]
    batch.write()
    return outcomes


class _Batch:
    """Drafts of one room on their way into its locked log."""

    def __init__(self, room: Room, drafts: Sequence[Draft], now: datetime) -> None:
        self.room, self.first = room, room.head + 1
        self.is_open = room.is_open
        # Readers of the log and of the socket see the same moment: what is stored is what was sent.
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.events: list[Event] = []
        self.known = _known(room, drafts)
        self.targets = _targets(room, drafts)
        self.redacted: set[int] = set()

    def take(self, draft: Draft) -> Outcome:
        """Give the draft its number, or say why it gets none."""
        key = (draft.actor.id, draft.cid)
        if key in self.known:
            return Stored(*self.known[key])
        code = self._refusal(draft)
        if code:
            return Refused(code)
        event = Event(self.first + len(self.events), draft.kind, draft.actor, _payload(draft), iso(self.now), draft.cid)
        self.events.append(event)
        self.known[key] = (event.seq, event.at)
        if draft.kind == REDACTION and draft.target is not None:
            self.redacted.add(draft.target)
        return Stored(event.seq, event.at, event)

    def _refusal(self, draft: Draft) -> str:
        if not self.is_open:
            return "closed"
        if draft.reply_to is not None and draft.reply_to >= self.first:
            return "forbidden"
        if draft.kind not in (EDIT, REDACTION):
            return ""
        target = self.targets.get(draft.target or 0)
        is_own_text = target is not None and target.actor_id == draft.actor.id and "body" in target.payload
        return "" if is_own_text and draft.target not in self.redacted else "forbidden"

    def write(self) -> None:
        """Put everything taken into the log, then empty what was redacted."""
        if not self.events:
            return
        Room.objects.filter(pk=self.room.pk).update(head=self.events[-1].seq)
        RoomEvent.objects.bulk_create([self._row(event) for event in self.events])
        SentMessage.objects.bulk_create(
            [SentMessage(room=self.room, actor_id=cast(int, e.actor.id), cid=e.cid, seq=e.seq) for e in self.events]
        )
        if self.redacted:
            edits = Q(kind=EDIT, target__in=self.redacted)
            RoomEvent.objects.filter(Q(seq__in=self.redacted) | edits, room=self.room).update(payload={})

    def _row(self, event: Event) -> RoomEvent:
        payload = {name: value for name, value in event.payload.items() if name != "target"}
        return RoomEvent(
            room=self.room,
            seq=event.seq,
            kind=event.kind,
            actor_id=event.actor.id,
            payload=payload,
            target=event.target,
            at=self.now,
            cid=event.cid,
        )


def _payload(draft: Draft) -> dict[str, object]:
    pointers = {"reply_to": draft.reply_to, "target": draft.target}
    return {"body": draft.body, **{name: seq for name, seq in pointers.items() if seq is not None}}


def _known(room: Room, drafts: Sequence[Draft]) -> Known:
    """What of `drafts` an earlier sending has stored."""
    sent = SentMessage.objects.filter(room=room, cid__in=[draft.cid for draft in drafts])
    seqs = {(row.actor_id, row.cid): row.seq for row in sent}
    if not seqs:
        return {}
    moments = RoomEvent.objects.filter(room=room, seq__in=seqs.values()).values_list("seq", "at")
    at = {seq: iso(moment) for seq, moment in moments}
    return {key: (seq, at[seq]) for key, seq in seqs.items()}


def _targets(room: Room, drafts: Sequence[Draft]) -> dict[int, RoomEvent]:
    """The messages that `drafts` want to change."""
    seqs = {draft.target for draft in drafts if draft.target is not None}
    if not seqs:
        return {}
    return {row.seq: row for row in RoomEvent.objects.filter(room=room, seq__in=seqs, kind=MESSAGE)}


@transaction.atomic
def renew_epoch_if_restored(slug: str, seen_epoch: str, seen_head: int) -> None:
    """Give the room a new epoch where its log is shorter than it was seen to be: the database is an older one."""
    room = Room.objects.select_for_update().filter(slug=slug, epoch=seen_epoch, head__lt=seen_head).first()
    if room is not None:
        Room.objects.filter(pk=room.pk).update(epoch=new_epoch())


@transaction.atomic
def renew_epochs(rooms: Iterable[Room]) -> int:
    """Give every room a new epoch, as after restoring a database on another machine; returns how many."""
    return sum(Room.objects.filter(pk=room.pk).update(epoch=new_epoch()) for room in rooms)

"""Drafts of one room on their way into its locked log."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from community.models import User
from events.actions.minutes.talk import forget_redacted
from events.actions.room.moderation import hushed
from events.actions.room.pace import Pacing
from events.actions.room.reads import stored_before
from events.actions.room.rows import write_rows
from events.actions.room.rules import RULES, Rule
from events.actions.room.tlp import seal_lines
from events.models import OfficeAct, Pseudonym, Room, RoomEvent
from events.models.room import iso
from events.queries.room_people import doer_of, user_behind
from events.queries.room_rights import moderates
from events.room.events import EDIT, HUB, Draft, Event, Outcome, Person, Refused, Stored
from events.room.kinds import TEXTS
from events.room.kinds.moderation import LIFTED
from events.room.kinds.tlp import RED


class Batch:
    """What rules see: the room, its moment, the texts that drafts name as targets, and what was taken so far."""

    def __init__(self, room: Room, drafts: Sequence[Draft], now: datetime) -> None:
        self.room, self.first = room, room.head + 1
        self.is_open = room.is_open
        # Readers of the log and of the socket see the same moment: what is stored is what was sent.
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.at = iso(self.now)
        self.events: list[Event] = []
        self.sent: list[tuple[int, str, int]] = []
        self.redacted: set[int] = set()
        self._tallies: dict[tuple[str, int], Event] = {}
        self._moderators: dict[int | None, bool] = {}
        # Lines that were said openly and are RED from now on.
        self.narrowed: set[int] = set()
        self._sealed: set[int] = set()
        self._users: dict[int | None, User | None] = {}
        # Who did what the log names nobody for.
        self.acts: dict[int, User] = {}
        self._pacing = Pacing(room, drafts, self.now)
        self._known = stored_before(room, drafts)
        self._strangers = _strangers(room, drafts)
        self._targets = _targets(room, drafts)

    def text(self, seq: int | None) -> RoomEvent | None:
        """The text that stood at `seq` before this batch and was not redacted, also not by this batch."""
        row = self._targets.get(seq or 0)
        return row if row is not None and row.has_body and seq not in self.redacted else None

    def user(self, person_id: int | None) -> User | None:
        """Who is behind an id on the wire; asked once per batch."""
        if person_id not in self._users:
            self._users[person_id] = user_behind(self.room, person_id)
        return self._users[person_id]

    def officer(self, draft: Draft) -> Person:
        """Who is seen to act in an office: under the Chatham House rule nobody, or a pseudonym would have an owner."""
        return HUB if self.room.is_chatham_house else draft.actor

    def append_act(self, kind: str, actor: Person, payload: dict[str, Any], draft: Draft) -> Event:
        """Append what `draft` does in an office. Where `actor` names nobody, who did it is remembered sealed, and
        nothing in the log leads back to the sender."""
        event = self.append(kind, actor, payload)
        doer = self.user(draft.actor.id) if actor == HUB else None
        if doer is not None:
            self.acts[event.seq] = doer
        return event

    def doer_of(self, event: Event) -> User | None:
        """The active user who did what `event` says, also where it names nobody."""
        if event.actor != HUB:
            return self.user(event.actor.id)
        return self.acts.get(event.seq) or doer_of(self.room, event.seq)

    def append(self, kind: str, actor: Person, payload: dict[str, Any], cid: str = "") -> Event:
        """Give an event its number. Without `cid` it is one that the hub itself adds."""
        event = Event(self.first + len(self.events), kind, actor, payload, self.at, cid or str(uuid.uuid4()))
        self.events.append(event)
        if self._is_red(event):
            self._sealed.add(event.seq)
        return event

    def tally(self, kind: str, number: int, payload: dict[str, Any]) -> None:
        """Say how many there are by now, once in a batch for each question or poll: only the newest number counts."""
        if (kind, number) in self._tallies:
            self._tallies[kind, number].payload.update(payload)
        else:
            self._tallies[kind, number] = self.append(kind, HUB, payload)

    def moderates(self, person_id: int | None) -> bool:
        """Whether that person holds an office in the room."""
        if person_id not in self._moderators:
            user = self.user(person_id)
            self._moderators[person_id] = user is not None and moderates(user, self.room)
        return self._moderators[person_id]

    def take(self, draft: Draft) -> Outcome:
        """Give the draft its number, or say why it gets none."""
        known = self._known.get((draft.actor.id, draft.cid))
        if known is not None:
            return Stored(*known)
        rule = RULES.get(draft.kind)
        code = self._refusal(draft) or hushed(self, draft) or (rule.may(self, draft) if rule else "forbidden")
        if code or rule is None:
            return Refused(code)
        if (wait_ms := self._pacing.wait_ms(draft)) and not self.moderates(draft.actor.id):
            return Refused("slow_mode", wait_ms)
        return self._accept(draft, rule)

    def _accept(self, draft: Draft, rule: Rule) -> Stored:
        event = None
        if rule.is_logged:
            own = draft.payload if rule.says is None else rule.says(self, draft)
            event = self._log(draft, draft.actor if rule.voice is None else rule.voice(self, draft), own)
        count = len(self.events)
        if rule.settle is not None:
            rule.settle(self, draft)
        # A seq of its own would tell who asked without a name, who voted when, and who acts in an office unnamed.
        seq = event.seq if event is not None and event.cid == draft.cid else self.first - 1
        self._known[draft.actor.id, draft.cid] = (seq, self.at)
        self._pacing.note(draft)
        if draft.actor.id is not None:
            self.sent.append((draft.actor.id, draft.cid, seq))
        return Stored(seq, self.at, event, tuple(self.events[count:]), is_unlogged=not rule.is_logged)

    def _log(self, draft: Draft, actor: Person, own: Mapping[str, Any]) -> Event:
        payload = _payload(draft, own)
        if actor == draft.actor:
            return self.append(draft.kind, actor, payload, draft.cid)
        return self.append_act(draft.kind, actor, payload, draft)

    def _refusal(self, draft: Draft) -> str:
        # What the secretariat lifts after an appeal, it lifts also when the meeting is over.
        if not self.is_open and draft.kind != LIFTED:
            return "closed"
        if draft.actor.id in self._strangers:
            return "forbidden"
        return "forbidden" if draft.reply_to is not None and draft.reply_to >= self.first else ""

    def _is_red(self, event: Event) -> bool:
        if RED in (self.room.tlp_id, event.payload.get("tlp")):
            return True
        target = self._targets.get(event.target or 0)
        return target is not None and target.words is not None

    def write(self) -> None:
        """Put everything taken into the log, then empty what was redacted."""
        if not self.sent and not self.events:
            return
        write_rows(self.room, self.now, self.events, self.sent, self._sealed)
        self._pacing.write()
        acts = [OfficeAct(room=self.room, seq=seq, doer=str(user.pk)) for seq, user in self.acts.items()]
        OfficeAct.objects.bulk_create(acts)
        if self.redacted:
            edits = Q(kind=EDIT, target__in=self.redacted)
            RoomEvent.objects.filter(Q(seq__in=self.redacted) | edits, room=self.room).update(payload={}, words=None)
            forget_redacted(self.room, self.redacted)
        if self.narrowed:
            seal_lines(self.room, self.narrowed)
            forget_redacted(self.room, self.narrowed)


def _payload(draft: Draft, own: Mapping[str, Any]) -> dict[str, Any]:
    pointers = {"reply_to": draft.reply_to, "target": draft.target}
    return {"body": draft.body, **own, **{name: seq for name, seq in pointers.items() if seq is not None}}


def _strangers(room: Room, drafts: Sequence[Draft]) -> set[int | None]:
    """Ids that are nobody's in this room: a user's under the Chatham House rule, a pseudonym's where there is none.

    A socket that was open while the rule was set, or while the talk was forgotten, still has one.
    """
    actors = {draft.actor.id for draft in drafts if draft.actor.id is not None}
    pseudonyms = {actor for actor in actors if actor < 0}
    if not room.is_chatham_house:
        return {*pseudonyms}
    known = Pseudonym.objects.filter(room=room, pk__in=[-actor for actor in pseudonyms]).values_list("pk", flat=True)
    return {*(actors - {-pk for pk in known})}


def _targets(room: Room, drafts: Sequence[Draft]) -> dict[int, RoomEvent]:
    """The texts that `drafts` name as their targets."""
    seqs = {draft.target for draft in drafts if draft.target is not None}
    if not seqs:
        return {}
    return {row.seq: row for row in RoomEvent.objects.filter(room=room, seq__in=seqs, kind__in=TEXTS)}

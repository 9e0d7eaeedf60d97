"""Who answers an appeal, and what waits for an answer."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.models import User
from community.queries import is_secretariat
from events.models import Appeal, Question, Room, RoomEvent
from events.queries.room_people import doer_of, name_of, user_behind
from events.queries.room_rights import moderates, office_holders
from events.room.kinds.questions import STATE
from secunity.core.queries import keyed_hash

# Then the secretariat may answer in the moderators' stead.
PATIENCE = timedelta(days=3)


def appellant_key(room: Room, person_id: int | None) -> str:
    """What finds the appeals of a person in the room again."""
    return keyed_hash(f"{room.pk}:{person_id}", "room-appeal")


def appellant(appeal: Appeal) -> tuple[str, str]:
    """The name under which the room knows who appeals, and the words of the question that was not let in.

    No name where that question was asked without one; no words where it is about something else, or nobody has them.
    """
    refusal = RoomEvent.objects.filter(room=appeal.room, kind=STATE, seq=appeal.seq).first()
    if refusal is None:
        return name_of(appeal.room, int(appeal.person)), ""
    asked = Question.objects.filter(room=appeal.room, number=refusal.payload["question"]).first()
    if asked is None:
        return "", ""
    return "" if asked.person is None else name_of(appeal.room, int(appeal.person)), asked.body


def who_moderated(room: Room, seq: int) -> User | None:
    """The active user who did what stands at `seq`; None where that is not known any more."""
    row = RoomEvent.objects.select_related("actor").filter(room=room, seq=seq).first()
    if row is None or row.actor is None:
        return doer_of(room, seq)
    return row.actor if row.actor.is_active else None


def may_answer(user: User | AnonymousUser, appeal: Appeal) -> bool:
    """Whether `user` decides about it: a moderator of the room who neither did it nor appeals against it.

    Where there is no such moderator, where none has answered for three days, or where nobody knows any more who did
    it, the secretariat does.
    """
    if not isinstance(user, User) or not moderates(user, appeal.room):
        return False
    concerned = (who_moderated(appeal.room, appeal.seq), user_behind(appeal.room, int(appeal.person)))
    if user in concerned:
        return False
    judges = office_holders(appeal.room)
    if concerned[0] is not None and judges.filter(pk=user.pk).exists():
        return True
    others = judges.exclude(pk__in=[person.pk for person in concerned if person is not None])
    is_left = concerned[0] is None or not others.exists() or appeal.asked_at <= timezone.now() - PATIENCE
    return is_left and is_secretariat(user)


def appeals_to_answer(user: User | AnonymousUser) -> list[Appeal]:
    """What waits for an answer of `user`, the oldest first."""
    waiting = Appeal.objects.filter(state=Appeal.State.OPEN).select_related("room__tlp", "room__working_group")
    return [appeal for appeal in waiting if may_answer(user, appeal)]


def own_appeals(room: Room, person_id: int | None) -> list[dict[str, Any]]:
    """The reader's own, with what was answered."""
    mine = Appeal.objects.filter(room=room, person_key=appellant_key(room, person_id))
    return [{"seq": each.seq, "state": each.state, "answer": each.answer} for each in mine]

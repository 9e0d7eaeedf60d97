"""What a person takes along of rooms where no column names them: votes, questions, all under the Chatham House rule."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from community.models import User
from events.models import Appeal, BallotReceipt, Pseudonym, Question, QuestionVote, Room, RoomEvent, SentMessage
from events.queries.appeals import appellant_key
from events.queries.questions import author_key
from events.queries.room_people import pseudonym_owner_hash
from events.room.kinds.moderation import MUTE, REMOVE

Rows = list[dict[str, Any]]


def own_talk(user: User) -> dict[str, Rows]:
    """The rows by table: pseudonyms and what was said under them, questions, votes, that one voted in a poll (what
    was voted stands nowhere), what moderators did, appeals."""
    told: dict[str, Rows] = {}
    for room, person_id in _rooms_of(user):
        for table, rows in _told(room, person_id).items():
            told.setdefault(table, []).extend({"room": room.title, **row} for row in rows)
    return told


def _rooms_of(user: User) -> Iterator[tuple[Room, int]]:
    """The rooms in which `user` has been heard, each with the id that they have there."""
    votes = QuestionVote.objects.filter(person=user.pk).values("question__room")
    ballots = BallotReceipt.objects.filter(person=user.pk).values("poll__room")
    sent = SentMessage.objects.filter(actor=user.pk).values("room")
    about = RoomEvent.objects.filter(kind__in=(MUTE, REMOVE), payload__person=user.pk).values("room")
    heard = Q(pk__in=votes) | Q(pk__in=ballots) | Q(pk__in=sent) | Q(pk__in=about)
    for room in Room.objects.filter(heard, is_chatham_house=False).order_by("pk"):
        yield room, user.pk
    for room in Room.objects.filter(is_chatham_house=True).order_by("pk"):
        own = Pseudonym.objects.filter(room=room, person_hash=pseudonym_owner_hash(room, user.pk)).first()
        if own is not None:
            yield room, own.wire_id


def _told(room: Room, person_id: int) -> dict[str, Rows]:
    votes = QuestionVote.objects.filter(question__room=room, person=person_id).order_by("question__number")
    ballots = BallotReceipt.objects.filter(poll__room=room, person=person_id).order_by("poll__number")
    return {
        "events.Pseudonym": [{"name": each.name} for each in Pseudonym.objects.filter(room=room, pk=-person_id)],
        "events.RoomEvent": [_event(row) for row in _said_or_about(room, person_id)],
        "events.Question": [_question(row) for row in _asked(room, person_id)],
        "events.QuestionVote": [{"question": number} for number in votes.values_list("question__number", flat=True)],
        "events.BallotReceipt": [{"poll": number} for number in ballots.values_list("poll__number", flat=True)],
        "events.Appeal": [_appeal(row) for row in _appealed(room, person_id)],
    }


def _said_or_about(room: Room, person_id: int) -> "list[RoomEvent]":
    """What stands under a pseudonym, and what moderators did about the person; the rest is found by its column."""
    said = Q(pseudonym=-person_id) if person_id < 0 else Q(pk=None)
    about = Q(kind__in=(MUTE, REMOVE), payload__person=person_id)
    return list(RoomEvent.objects.filter(said | about, room=room).order_by("seq"))


def _asked(room: Room, person_id: int) -> "list[Question]":
    return list(Question.objects.filter(room=room, author_key=author_key(room, person_id)))


def _appealed(room: Room, person_id: int) -> "list[Appeal]":
    return list(Appeal.objects.filter(room=room, person_key=appellant_key(room, person_id)))


def _event(row: RoomEvent) -> dict[str, Any]:
    return {"seq": row.seq, "kind": row.kind, "payload": row.content, "at": row.at.isoformat()}


def _question(row: Question) -> dict[str, Any]:
    words = {"number": row.number, "body": row.body, "state": row.state, "reason": row.reason, "votes": row.votes}
    return {**words, "is_without_a_name": row.person is None}


def _appeal(row: Appeal) -> dict[str, Any]:
    said = {"seq": row.seq, "words": row.words, "state": row.state, "answer": row.answer}
    return {**said, "asked_at": row.asked_at.isoformat()}

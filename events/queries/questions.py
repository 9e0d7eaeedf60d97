"""Questions of a room as its people and its moderators read them."""

from typing import Any

from events.models import Question, QuestionVote, Room
from events.queries.room_people import name_of
from secunity.core.queries import keyed_hash

# The newest of one's own that nobody else sees are enough.
MOST_OWN = 50


def author_key(room: Room, person_id: int | None) -> str:
    """What finds the questions of a person in the room again, also those asked without a name."""
    return keyed_hash(f"{room.pk}:{person_id}", "room-question")


def own_questions(room: Room, person_id: int | None) -> list[dict[str, Any]]:
    """What that person asked and only moderators know of: what waits, and what was refused with its reason."""
    hidden = (Question.State.WAITING, Question.State.REFUSED)
    mine = Question.objects.filter(room=room, author_key=author_key(room, person_id), state__in=hidden)
    rows = mine.order_by("-number")[:MOST_OWN]
    return [{"question": q.number, "body": q.body, "state": q.state, "reason": q.reason} for q in rows]


def waiting_questions(room: Room) -> list[dict[str, Any]]:
    """What waits until a moderator lets it in, in the order in which it was asked; for moderators."""
    rows = Question.objects.filter(room=room, state=Question.State.WAITING)
    return [{"question": q.number, "body": q.body, "name": name_of(room, q.person)} for q in rows]


def voted_questions(room: Room, person_id: int | None) -> list[int]:
    """The questions that the person wants answered."""
    votes = QuestionVote.objects.filter(question__room=room, person=person_id or 0)
    return sorted(votes.values_list("question__number", flat=True))

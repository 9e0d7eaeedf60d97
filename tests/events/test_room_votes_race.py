"""Everybody votes at once, each on a connection of their own, some from two processes: one vote each."""

from typing import Any

import pytest
from django.db import IntegrityError

from community.actions import create_person, grant_role
from community.models import User
from events.models import BallotCount, BallotReceipt, Poll, Question, QuestionVote, Room
from events.room.events import Refused, Stored
from tests.factories.room_talk import log, send
from tests.servers import at_once

# One worker makes the tables once for all of them.
PEOPLE = 6


@pytest.fixture
def room(entry: dict[str, Any]) -> Room:
    return Room.objects.create(
        meeting_key="7d0b6c0e-0000-4000-8000-000000000001", title_ja="定例会", is_open_to_members=True
    )


@pytest.fixture
def people(entry: dict[str, Any]) -> list[User]:
    found = [create_person(email=f"p{number}@example.jp", name=f"試験 {number}") for number in range(PEOPLE)]
    for person in found:
        grant_role(user=person, role="member")
    grant_role(user=found[0], role="secretariat")
    return found


def test_votes_in_a_poll(entry: dict[str, Any], room: Room, people: list[User]) -> None:
    send(room, people[0], "poll", "続けますか", form="single", options=["はい", "いいえ"])
    send(room, people[0], "poll.change", poll=1, state="open")
    outcomes: list[Any] = []
    votes = [
        lambda person=person, choice=choice: outcomes.append(send(room, person, "vote", poll=1, choices=[choice]))
        for person in people
        for choice in (0, 1)
    ]

    at_once(entry, votes)

    assert BallotReceipt.objects.count() == PEOPLE
    assert sum(BallotCount.objects.values_list("count", flat=True)) == PEOPLE
    assert sum(isinstance(outcome, Stored) for outcome in outcomes) == PEOPLE
    assert outcomes.count(Refused("closed")) == PEOPLE
    assert [event.seq for event in log(room)] == list(range(1, PEOPLE + 2))


def test_votes_for_a_question(entry: dict[str, Any], room: Room, people: list[User]) -> None:
    send(room, people[0], "question", "復旧の順番は？")
    votes = [
        lambda person=person: send(room, person, "question.vote", question=1, up=True) for person in [*people, *people]
    ]

    at_once(entry, votes)

    assert QuestionVote.objects.count() == Question.objects.get().votes == PEOPLE


def test_numbers_of_questions_are_given_once(entry: dict[str, Any], room: Room, people: list[User]) -> None:
    at_once(entry, [lambda person=person: send(room, person, "question", "？") for person in people])

    assert sorted(Question.objects.values_list("number", flat=True)) == list(range(1, PEOPLE + 1))


def test_vote_and_close_at_once_lose_nothing(entry: dict[str, Any], room: Room, people: list[User]) -> None:
    send(room, people[0], "poll", "続けますか", form="single", options=["はい", "いいえ"])
    send(room, people[0], "poll.change", poll=1, state="open")
    taken: list[Any] = []
    verbs = [lambda person=person: taken.append(send(room, person, "vote", poll=1, choices=[0])) for person in people]

    at_once(entry, [*verbs, lambda: send(room, people[0], "poll.change", poll=1, state="closed")])

    voters = sum(isinstance(outcome, Stored) for outcome in taken)
    closed = next(event for event in log(room) if event.kind == "poll.closed")
    assert closed.payload["voters"] == voters == BallotReceipt.objects.count()
    assert closed.payload["results"] in (None, [{"option": 0, "count": voters}, {"option": 1, "count": 0}])


def test_tables_themselves_take_no_second_vote(entry: dict[str, Any], room: Room) -> None:
    poll = Poll.objects.create(room=room, number=1, form="single", content={"options": ["一", "二"]})
    question = Question.objects.create(room=room, number=1, body="？", state="open")
    BallotReceipt.objects.create(poll=poll, person=1)
    QuestionVote.objects.create(question=question, person=1)
    with pytest.raises(IntegrityError):
        BallotReceipt.objects.create(poll=poll, person=1)
    with pytest.raises(IntegrityError):
        QuestionVote.objects.create(question=question, person=1)

"""Those who lead a meeting press at the same moment, from two processes: one decision holds, and everybody sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from community.actions import create_person, grant_role
from community.models import User
from events.actions.minutes.lines import StaleLine, add_line
from events.actions.minutes.order import move_line
from events.models import MinutesLine, MinutesRevision, Pace, Question, Room
from events.room.events import Outcome, Refused, Stored
from events.room.kinds import replay
from tests.factories.events import meeting, meeting_index
from tests.factories.room_talk import log, send
from tests.servers import at_once

pytestmark = [
    # One worker makes the tables once for all of them.
    pytest.mark.parametrize("entry", ["sqlite"], indirect=True),
]
# Each of an open question only.
DECISIONS = ("offline", "merge", "offline", "merge")
STRICT = "AMBER+STRICT"


@pytest.fixture
def room(entry: dict[str, Any]) -> Room:
    key = "7d0b6c0e-0000-4000-8000-000000000002"
    return Room.objects.create(meeting_key=key, title_ja="定例会", is_open_to_members=True)


@pytest.fixture
def leads(entry: dict[str, Any]) -> list[User]:
    return [person(f"lead{number}", "secretariat") for number in range(len(DECISIONS))]


@pytest.fixture
def member(entry: dict[str, Any]) -> User:
    return person("member", "member")


def person(name: str, role: str) -> User:
    found = create_person(email=f"{name}@example.jp", name=f"試験 {name}")
    grant_role(user=found, role=role)
    return found


def codes(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.code if isinstance(outcome, Refused) else "" for outcome in outcomes)


def has_no_holes(room: Room) -> bool:
    room.refresh_from_db()
    return [event.seq for event in log(room)] == list(range(1, room.head + 1))


def test_question_is_decided_once(entry: dict[str, Any], room: Room, leads: list[User], member: User) -> None:
    for words in ("一つ目", "二つ目"):
        send(room, member, "question", words)
    outcomes: list[Outcome] = []

    def decide(lead: User, decision: str) -> None:
        outcomes.append(send(room, lead, "question.decide", "理由", question=1, decision=decision, into=2))

    at_once(entry, [lambda one=one: decide(*one) for one in zip(leads, DECISIONS, strict=True)])

    assert codes(outcomes) == ["", "closed", "closed", "closed"]
    states = [event.payload for event in log(room) if event.kind == "question.state"]
    assert [state["state"] for state in states] == [Question.objects.get(number=1).state]
    assert MinutesLine.objects.count() == (states[0]["state"] == "offline")
    assert has_no_holes(room)


def test_floor_that_is_given_twice_has_one_holder(
    entry: dict[str, Any], room: Room, leads: list[User], member: User
) -> None:
    for raised in (member, leads[0]):
        send(room, raised, "hand", up=True)
    gifts = [(leads[1], member.pk), (leads[2], member.pk), (leads[3], leads[0].pk)]

    at_once(entry, [lambda by=by, to=to: send(room, by, "hand.give", person=to) for by, to in gifts])

    given = [event.payload["person"] for event in log(room) if event.kind == "hand.give"]
    hands = replay(log(room)).part("hands")
    assert (hands["queue"], hands["floor"]["id"]) == ([], given[-1])
    assert sorted(given) == sorted(to for _by, to in gifts)
    assert has_no_holes(room)


def test_no_wider_line_comes_after_the_narrower_label(
    entry: dict[str, Any], room: Room, leads: list[User], member: User
) -> None:
    outcomes: list[Outcome] = []
    lines = [lambda n=n: outcomes.append(send(room, member, "message", f"{n}", tlp=STRICT)) for n in range(5)]

    at_once(entry, [*lines, lambda: send(room, leads[0], "tlp", label="RED")])

    events = log(room)
    narrowed = next(event.seq for event in events if event.kind == "tlp")
    stored = [outcome.seq for outcome in outcomes if isinstance(outcome, Stored)]
    assert all(seq < narrowed for seq in stored)
    assert codes(outcomes) == [""] * len(stored) + ["tlp"] * (5 - len(stored))
    assert has_no_holes(room)


def test_pause_is_one_through_all_processes(entry: dict[str, Any], room: Room, leads: list[User], member: User) -> None:
    send(room, leads[0], "slow", pause_s=60)
    outcomes: list[Outcome] = []

    at_once(entry, [lambda n=n: outcomes.append(send(room, member, "message", f"{n}")) for n in range(6)])

    assert codes(outcomes) == ["", *["slow_mode"] * 5]
    assert all(outcome.retry_ms <= 60_001 for outcome in outcomes if isinstance(outcome, Refused))
    assert Pace.objects.count() == 1


def test_line_that_two_people_move_goes_one_way(entry: dict[str, Any], leads: list[User]) -> None:
    index = meeting_index(Page.objects.get(depth=1))
    page = meeting(index, starts_at=timezone.now() - timedelta(hours=3), agenda=["報告"], tlp_id="CLEAR")
    fields = [{"kind": "info", "agenda_item": 1, "text": text} for text in "一二三"]
    one, two, three = (add_line(meeting=page, editor=leads[0], fields=each) for each in fields)
    refused: list[Exception] = []

    def move(editor: User, past: MinutesLine, *, is_up: bool) -> None:
        step: dict[str, Any] = {
            "line_id": two.pk,
            "revision": two.revision,
            "fields": fields[1],
            "past": past.pk,
            "is_up": is_up,
        }
        try:
            move_line(meeting=page, editor=editor, **step)
        except (StaleLine, ValidationError) as refusal:
            refused.append(refusal)

    at_once(entry, [lambda: move(leads[0], one, is_up=True), lambda: move(leads[1], three, is_up=False)])

    order = "".join(MinutesLine.objects.standing().filter(agenda_item=1).values_list("text", flat=True))
    assert order in ("二一三", "一三二")
    assert len(refused) == 1
    assert MinutesRevision.objects.filter(line=two).count() == 1

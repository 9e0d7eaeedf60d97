"""Slow mode is counted where the log is written: by whichever process, with one pause between two texts of a person."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from events.actions.room import append_drafts, append_events
from events.models import Pace, Room
from events.room.events import Draft, Outcome, Person, Refused, Stored
from events.room.limits import NORMAL
from tests.factories.room import Room as HandRoom
from tests.factories.room_talk import group_room, log, send, takes_part

pytestmark = pytest.mark.django_db
PAUSE_S = 30


@pytest.fixture
def room(vocabularies):
    return group_room(pause_s=PAUSE_S)


@pytest.fixture
def member(room, make_person):
    return takes_part(make_person("member"))


def passes(seconds: float) -> None:
    """So much time goes by, as those who spoke see it."""
    for row in Pace.objects.all():
        Pace.objects.filter(pk=row.pk).update(at=row.at - timedelta(seconds=seconds))


def code(outcome: Outcome) -> str:
    return outcome.code if isinstance(outcome, Refused) else ""


def test_second_text_waits_until_the_pause_is_over(room, member):
    assert isinstance(send(room, member, "message", "一"), Stored)
    refusal = send(room, member, "message", "二")
    assert refusal.code == "slow_mode"
    assert PAUSE_S * 1000 - 5000 < refusal.retry_ms <= PAUSE_S * 1000 + 1
    assert code(send(room, member, "question", "問い")) == "slow_mode"
    passes(PAUSE_S)
    assert isinstance(send(room, member, "message", "三"), Stored)
    assert [event.payload["body"] for event in log(room)] == ["一", "三"]


def test_others_corrections_and_hands_do_not_wait(room, member, make_person):
    send(room, member, "message", "一")
    assert isinstance(send(room, member, "edit", "一の訂正", target=1), Stored)
    assert isinstance(send(room, member, "hand", up=True), Stored)
    assert isinstance(send(room, takes_part(make_person("member")), "message", "別の人"), Stored)


def test_moderators_do_not_wait(room, make_person):
    chair = make_person("chair", working_group="sme")
    assert [code(send(room, chair, "message", body)) for body in "一二三"] == ["", "", ""]


def test_same_message_again_is_the_same_and_not_slowed(room, member):
    cid = str(uuid.uuid4())
    first, again = (send(room, member, "message", "一", cid=cid) for _ in range(2))
    assert (again.seq, again.dup) == (first.seq, True)


def test_what_is_refused_costs_no_pause(room, member):
    assert code(send(room, member, "message", "一", reply_to=99)) == "forbidden"
    assert isinstance(send(room, member, "message", "一"), Stored)


def test_two_in_one_commit_are_two(room, member):
    drafts = [Draft(room.pk, Person(member.pk, ""), str(uuid.uuid4()), "message", body) for body in "一二"]
    assert [code(outcome) for outcome in append_events(room.pk, drafts)] == ["", "slow_mode"]


def test_pause_that_is_set_in_the_same_commit_holds_from_then_on(room, member, make_person):
    Room.objects.update(pause_s=0)
    chair = make_person("chair", working_group="sme")
    slow = Draft(room.pk, Person(chair.pk, ""), str(uuid.uuid4()), "slow", "", payload={"pause_s": PAUSE_S})
    said = [Draft(room.pk, Person(member.pk, ""), str(uuid.uuid4()), "message", body) for body in "一二三"]
    outcomes = append_events(room.pk, [said[0], slow, *said[1:]])
    assert [code(outcome) for outcome in outcomes] == ["", "", "", "slow_mode"]


def test_clock_that_was_ahead_keeps_nobody_for_longer_than_the_pause(room, member):
    send(room, member, "message", "一")
    passes(-24 * 3600)
    assert send(room, member, "message", "二").retry_ms == PAUSE_S * 1000 + 1


def test_nothing_is_remembered_without_slow_mode_and_not_for_longer_than_it_can_last(room, member, make_person):
    send(room, member, "message", "一")
    passes(3600)
    send(room, takes_part(make_person("member")), "message", "二")
    assert Pace.objects.count() == 1
    Room.objects.get().forget_talk()
    assert not Pace.objects.exists()
    send(room, member, "message", "遅くない")
    assert not Pace.objects.exists()


def test_pace_names_nobody(room, member):
    send(room, member, "message", "一")
    (row,) = Pace.objects.values()
    assert member.pk not in [row[name] for name in row if name not in ("id", "room_id")]


def test_tabs_at_the_hubs_of_two_processes_have_one_pace(room, member):
    Room.objects.update(pause_s=0)
    hubs = [HandRoom(limits=replace(NORMAL, slow_above=0)) for _ in range(2)]
    for hub in hubs:
        tab = hub.socket(member.pk)
        tab.hello()
        tab.say("send", cid=str(uuid.uuid4()), kind="message", body="発言")
    drafts = [replace(draft, room_id=room.pk) for hub in hubs for draft, _ in hub.drafts]
    answers = []
    for hub, draft in zip(hubs, drafts, strict=True):
        (outcome,) = append_drafts([draft])
        hub.drafts[0][1](outcome)
        answers.append(code(outcome))
    assert answers == ["", "slow_mode"]
    assert len(log(room)) == 1

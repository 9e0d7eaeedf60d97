"""Moderation as events of the log: mute, slow mode, lock, pre-moderation, removal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import User
from events.models import Room
from events.queries.room import can_enter_room, may_come
from events.room.events import Refused, Stored
from events.room.frames import FrameRefused
from events.room.kinds import KINDS
from tests.factories.room_talk import log, part, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(room, make_person):
    return [takes_part(make_person("member")) for _ in range(2)]


def mute(room, by, person, minutes=10, body="続いたため"):
    return send(room, by, "mute", body, person=person.pk, minutes=minutes)


def test_muted_person_reads_and_votes_and_writes_nothing(room, chair, people):
    send(room, chair, "question", "？")
    send(room, people[0], "message", "一言")
    mute(room, chair, people[0])
    event = log(room)[-1]
    assert (event.payload["name"], event.payload["body"], event.payload["office"]) == (
        people[0].name, "続いたため", "chair"
    )  # fmt: skip
    assert event.payload["until"] > event.at
    for kind, fields in (("message", {}), ("edit", {"target": 2}), ("question", {}), ("hand", {"up": True})):
        assert send(room, people[0], kind, "もう一言", **fields) == Refused("muted")
    assert isinstance(send(room, people[0], "question.vote", question=1, up=True), Stored)
    assert isinstance(send(room, people[0], "redaction", target=2), Stored)
    assert isinstance(send(room, people[1], "message", "ほかの人"), Stored)
    mute(room, chair, people[0], 0, "")
    assert log(room)[-1].payload["until"] is None
    assert part(room, "moderation")["muted"] == {}
    assert isinstance(send(room, people[0], "message", "また"), Stored)


def test_mute_ends_by_itself(room, chair, people):
    mute(room, chair, people[0], 1)
    past = (timezone.now() - timedelta(seconds=1)).isoformat()
    Room.objects.update(muted={str(people[0].pk): past, "77": past})
    assert isinstance(send(room, people[0], "message", "また"), Stored)
    mute(room, chair, people[1], 1)
    assert list(Room.objects.get().muted) == [str(people[1].pk)]


def test_muted_hand_goes_down(room, chair, people):
    send(room, people[0], "hand", up=True)
    mute(room, chair, people[0])
    assert part(room, "hands")["queue"] == []


def test_locked_room_is_written_in_by_moderators_only(room, chair, people):
    send(room, chair, "lock", "休憩", locked=True)
    assert send(room, people[0], "message", "一言") == send(room, people[0], "question", "？") == Refused("closed")
    assert isinstance(send(room, chair, "message", "再開は三時"), Stored)
    assert isinstance(send(room, people[0], "hand", up=True), Stored)
    send(room, chair, "lock", locked=False)
    assert isinstance(send(room, people[0], "message", "一言"), Stored)


def test_slow_mode_and_switches_stand_in_log_and_row(room, chair):
    send(room, chair, "slow", pause_s=30)
    send(room, chair, "premoderation", on=True)
    send(room, chair, "anonymity", on=True)
    standing = part(room, "moderation")
    assert (standing["pause_s"], standing["premoderation"], standing["anonymous"]) == (30, True, True)
    row = Room.objects.get()
    assert (row.pause_s, row.is_premoderated, row.has_anonymous_questions) == (30, True, True)


def test_removed_person_may_come_back_and_banned_may_not(room, chair, people):
    def enters(person: User) -> bool:
        return can_enter_room(person, Room.objects.get())

    send(room, chair, "remove", "荒らし", person=people[0].pk, ban=False)
    assert enters(people[0])
    send(room, chair, "remove", "荒らし", person=people[0].pk, ban=True)
    assert not enters(people[0])
    assert may_come(people[0], Room.objects.get())
    assert enters(people[1])
    assert send(room, people[0], "message", "まだいる") == Refused("forbidden")
    assert part(room, "moderation")["removed"] == {str(people[0].pk): people[0].name}
    # Who it is does not stand on the row in the clear.
    assert list(Room.objects.get().removed.values()) != [str(people[0].pk)]
    send(room, chair, "remove.lift", person=people[0].pk)
    assert enters(people[0])
    assert part(room, "moderation")["removed"] == {}
    assert send(room, chair, "remove.lift", person=people[0].pk) == Refused("closed")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("mute", {"person": 1, "minutes": 5}),
        ("mute", {"person": 1, "minutes": 0}),
        ("slow", {"pause_s": 5}),
        ("lock", {"locked": True}),
        ("premoderation", {"on": True}),
        ("anonymity", {"on": True}),
        ("remove", {"person": 1, "ban": True}),
        ("remove.lift", {"person": 1}),
    ],
)
def test_only_moderators_moderate(room, people, kind, fields):
    given = fields | ({"person": people[1].pk} if "person" in fields else {})
    assert send(room, people[0], kind, "理由", **given) == Refused("forbidden")
    assert log(room) == []


def test_nobody_moderates_moderators_or_strangers_or_without_a_reason(room, chair, people, make_person):
    secretary, stranger = make_person("secretary", working_group="sme"), make_person("member")
    for person in (secretary, chair, stranger):
        assert mute(room, chair, person) == Refused("forbidden")
        assert send(room, chair, "remove", "理由", person=person.pk, ban=True) == Refused("forbidden")
    assert mute(room, chair, people[0], body="") == Refused("forbidden")
    assert send(room, chair, "remove", person=people[0].pk, ban=False) == Refused("forbidden")
    assert send(room, chair, "mute", "理由", person=10**9, minutes=1) == Refused("forbidden")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("mute", {"person": 1}),
        ("mute", {"person": 1, "minutes": 1441}),
        ("mute", {"person": 1, "minutes": -1}),
        ("mute", {"person": 1.5, "minutes": 1}),
        ("slow", {"pause_s": 601}),
        ("slow", {"pause_s": "5"}),
        ("lock", {}),
        ("premoderation", {"on": "yes"}),
        ("remove", {"person": 1}),
        ("remove", {"ban": True}),
        ("remove.lift", {}),
    ],
)
def test_malformed_frame_is_refused(room, chair, kind, fields):
    with pytest.raises(FrameRefused):
        send(room, chair, kind, "理由", **fields)


def test_word_about_an_appeal_is_the_hubs_own():
    assert not KINDS["moderation.lifted"].is_sendable

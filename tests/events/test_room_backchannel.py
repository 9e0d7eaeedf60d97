"""Where the moderators of a room talk among themselves: who enters, under which label, and when it ends."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events.actions.meetings import close_room, settle_meeting
from events.actions.room.backchannel import backchannel_of, follow_meeting
from events.actions.room.settling import settle_rule
from events.consumers.entry import Entry, enter
from events.models import Attendance, Minutes, Room, RoomEvent
from events.queries.room import can_enter_room, room_for
from events.queries.room_rights import chairs, moderates, office_of
from events.room.events import Refused, Stored
from events.room.limits import NOT_THIS_ROOM
from events.tasks.meetings import forget_talk_under_red
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index
from tests.factories.room_talk import group_room, log, part, send, takes_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(room, make_person):
    return takes_part(make_person("member"))


@pytest.fixture
def beside(room, chair) -> Room:
    return backchannel_of(room)


def fresh(room: Room) -> Room:
    return Room.objects.get(pk=room.pk)


def url(name: str, room: Room) -> str:
    return reverse(f"events:{name}", args=[room.slug])


def test_moderators_find_it_from_the_room_and_nobody_else_does(room, chair, member, sign_in):
    client, other = sign_in(chair), sign_in(member)
    assert url("room-backchannel", room) in client.get(url("room", room)).content.decode()
    assert url("room-backchannel", room) not in other.get(url("room", room)).content.decode()
    assert other.get(url("room-backchannel", room)).status_code == 404
    assert not Room.objects.filter(backchannel_of=room).exists()
    ways = {client.get(url("room-backchannel", room)).url for _ in range(2)}
    beside = Room.objects.get(backchannel_of=room)
    assert ways == {url("room", beside)}
    html = client.get(url("room", beside)).content.decode()
    assert "定例会（進行役）" in html
    assert f'href="{url("room", room)}"' in html
    # There is none beside it.
    assert client.get(url("room-backchannel", beside)).status_code == 404


def test_forged_address_is_no_room_for_others(room, beside, chair, member, sign_in, make_person):
    send(beside, chair, "message", "進行役だけの話")
    names = ("room", "room-log", "room-state", "room-questions", "room-polls", "room-moderated", "room-export")
    for person in (member, make_person("member"), make_person("chair", working_group=WorkingGroupFactory(code="x"))):
        client = sign_in(person)
        for name in names:
            answer = client.get(url(name, beside))
            assert (answer.status_code, "進行役だけの話" in answer.content.decode()) == (404, False), name
        assert client.post(url("room-read", beside), {"seq": 1}).status_code == 404
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert enter(key, beside.slug) == NOT_THIS_ROOM
    key = sign_in(chair).cookies[settings.SESSION_COOKIE_NAME].value
    assert isinstance(enter(key, beside.slug), Entry)


def test_office_of_the_room_counts_and_goes(room, beside, chair, make_person):
    secretary, office = make_person("secretary", working_group="sme"), make_person("secretariat")
    assert [office_of(one, beside) for one in (chair, secretary, office)] == ["chair", "secretary", "secretariat"]
    # A member of the secretariat who may not enter the room does not enter beside it.
    assert [can_enter_room(one, beside) for one in (chair, secretary, office)] == [True, True, False]
    assert (chairs(chair, beside), chairs(secretary, beside)) == (True, False)
    chair.role_grants.filter(role="chair").delete()
    again = type(chair).objects.get(pk=chair.pk)
    assert (moderates(again, fresh(beside)), room_for(again, beside.slug)) == (False, None)


def test_it_has_no_meeting(room, beside, chair, sign_in):
    sign_in(chair).get(url("room", beside))
    assert Attendance.objects.count() == 0
    assert isinstance(send(beside, chair, "message", "/action 次の手を決める"), Stored)
    assert send(beside, chair, "minutes", target=1, **{"as": "info"}) == Refused("forbidden")
    send(beside, chair, "question", "どうするか")
    send(beside, chair, "question.decide", question=1, decision="offline")
    assert Minutes.objects.count() == 0
    assert not RoomEvent.objects.filter(kind="minutes.line").exists()


@pytest.mark.parametrize("is_chatham_house", [True, False])
def test_it_begins_under_label_and_rule_of_its_room(vocabularies, is_chatham_house, make_person):
    room = group_room(tlp_id="AMBER+STRICT", is_chatham_house=is_chatham_house)
    beside, chair = backchannel_of(room), make_person("chair", working_group="sme")
    assert (beside.tlp_id, beside.is_chatham_house) == ("AMBER+STRICT", is_chatham_house)
    send(beside, chair, "message", "一言")
    assert (log(beside)[0].actor.id < 0) is is_chatham_house


def test_narrower_label_of_the_room_holds_there_too(room, beside, chair, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(room, chair, "tlp", label="RED")
    assert fresh(beside).tlp_id == "RED"
    assert [(event.kind, event.payload["label"]) for event in log(beside)] == [("tlp", "RED")]
    assert part(beside, "tlp")["label"] == "RED"


def test_nothing_is_said_there_under_a_wider_label(room, beside, chair):
    """Also where the process ended between the two commits."""
    Room.objects.filter(pk=room.pk).update(tlp="RED")
    send(beside, chair, "message", "赤い話")
    assert [event.kind for event in log(beside)] == ["tlp", "message"]
    row = RoomEvent.objects.get(room=beside, kind="message")
    assert "body" not in row.payload
    assert row.content["body"] == "赤い話"
    assert send(beside, chair, "tlp", label="GREEN") == Refused("tlp")


def test_wider_label_of_the_room_leaves_it_as_it_is(room, beside, django_capture_on_commit_callbacks):
    Room.objects.filter(pk=room.pk).update(tlp="GREEN")
    assert backchannel_of(fresh(room)).tlp_id == "AMBER"


def test_it_is_forgotten_with_the_room(room, beside, chair):
    send(room, chair, "message", "表の話")
    send(beside, chair, "message", "裏の話")
    Room.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    Room.objects.filter(pk=room.pk).update(tlp="RED")
    forget_talk_under_red()
    assert RoomEvent.objects.count() == 0
    assert fresh(beside).head == 0


def test_red_talk_there_is_forgotten_in_a_wider_room(room, beside, chair):
    send(room, chair, "message", "表の話")
    send(beside, chair, "tlp", label="RED")
    send(beside, chair, "message", "裏の話")
    Room.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    forget_talk_under_red()
    assert [row.room_id for row in RoomEvent.objects.all()] == [room.pk]


def test_it_follows_its_meeting(content_tree, make_person):
    page = meeting(meeting_index(content_tree.home["ja"]))
    room = settle_meeting(meeting=page)
    beside = backchannel_of(room)
    assert beside.closes_at == room.closes_at
    page.title, page.ends_at = "別の会", page.ends_at + timedelta(hours=1)
    page.tlp_id, page.is_chatham_house = "RED", True
    page.save_revision().publish()
    after, moved = fresh(beside), fresh(room)
    assert (after.closes_at, after.title_ja, after.tlp_id) == (moved.closes_at, "別の会", "RED")
    assert (after.is_chatham_house, moved.is_chatham_house) == (True, True)
    Room.objects.update(closes_at=timezone.now() + timedelta(hours=1))
    close_room(meeting_key=room.meeting_key)
    assert not fresh(beside).is_open


def test_rule_of_the_room_stays_once_its_moderators_have_talked(content_tree, make_person):
    page = meeting(meeting_index(content_tree.home["ja"]), tlp_id="GREEN")
    room = settle_meeting(meeting=page)
    Room.objects.update(opens_at=None, closes_at=None)
    beside = backchannel_of(fresh(room))
    send(beside, make_person("secretariat"), "message", "準備の話")
    page.is_chatham_house = True
    with pytest.raises(ValidationError):
        page.full_clean()
    settle_rule(room=fresh(room), tlp="AMBER", is_chatham_house=True)
    follow_meeting(fresh(room))
    assert [fresh(one).is_chatham_house for one in (room, beside)] == [False, False]
    assert [str(fresh(one).tlp_id) for one in (room, beside)] == ["AMBER", "AMBER"]

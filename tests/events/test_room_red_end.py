"""Under TLP:RED the talk ends with the room: from then on nobody reads it, whether the clock has come by or not."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils import timezone

from events.consumers import live
from events.models import Room, RoomEvent
from tests.events.test_room_moderation_socket import heard
from tests.events.test_room_socket import connected
from tests.factories.room_talk import group_room, send, takes_part

pytestmark = pytest.mark.django_db(transaction=True)
SECRET, OPEN = "赤い話", "白い話"
WAYS = ["", "log", "log?q=話", "state", "questions", "polls", "moderated", "export"]


@pytest.fixture
def red(vocabularies):
    return group_room(tlp_id="RED")


@pytest.fixture
def member(make_person):
    return make_person("member")


def close(room: Room) -> None:
    Room.objects.filter(pk=room.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("way", WAYS)
def test_whoever_comes_first_after_the_end_reads_nothing(red, member, sign_in, way, accept):
    send(red, takes_part(member), "message", SECRET)
    send(red, member, "question", SECRET)
    client = sign_in(member)
    assert SECRET in client.get(f"/rooms/{red.slug}/log").content.decode()
    close(red)

    answer = client.get(f"/rooms/{red.slug}/{way}", HTTP_ACCEPT=accept).content.decode()

    assert SECRET not in answer
    assert not RoomEvent.objects.exists()


def test_line_under_red_ends_too_and_the_others_stay(vocabularies, member, sign_in):
    room = group_room(tlp_id="AMBER")
    send(room, takes_part(member), "message", SECRET, tlp="RED")
    send(room, member, "message", OPEN)
    close(room)

    answer = sign_in(member).get(f"/rooms/{room.slug}/log", HTTP_ACCEPT="application/json").json()

    assert [event["payload"].get("body") for event in answer["evs"]] == [None, OPEN]
    assert answer["head"] == 2


async def test_open_socket_begins_anew_with_nothing(red, member, sign_in, monkeypatch, tmp_path):
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    client = await sync_to_async(lambda: sign_in(takes_part(member)))()
    await sync_to_async(send)(red, member, "message", SECRET)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    try:
        async with connected(red.slug, cookie) as socket:
            welcome = await socket.hello()
            await sync_to_async(close)(red)
            reset = await heard(socket, "reset")
            assert (reset["why"], reset["head"], reset["epoch"] != welcome["epoch"]) == ("epoch", 0, True)
        async with connected(red.slug, cookie) as late:
            assert (await late.hello())["head"] == 0
    finally:
        await live.live_rooms().close()

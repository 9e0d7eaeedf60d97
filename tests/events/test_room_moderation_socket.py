"""What moderators decide reaches open sockets, in the same process and in others."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from events.consumers import live
from events.models import Room
from tests.events.test_room_socket import connected, message
from tests.factories.room import Room as HandRoom
from tests.factories.room import event
from tests.factories.room_talk import send, takes_part

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(room, make_person):
    return takes_part(make_person("member"))


@pytest.fixture
def cookie_of(sign_in):
    def cookie(user):
        client = sign_in(user)
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    return sync_to_async(cookie)


@pytest.fixture(autouse=True)
async def _fresh_rooms(monkeypatch, tmp_path):
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    yield
    await live.live_rooms().close()


async def heard(socket, type_: str) -> dict:
    """The next frame of that type, whatever comes before it."""
    while (frame := await socket.raw.receive_json_from(timeout=5))["type"] != type_:
        pass
    return frame


async def close_code(socket) -> int:
    while (output := await socket.raw.receive_output(timeout=5))["type"] != "websocket.close":
        pass
    return output["code"]


def act(kind: str, body: str = "理由", **fields) -> dict:
    return {**message(body), "kind": kind, **fields}


async def test_muted_member_is_told_so(room, chair, member, cookie_of):
    async with (
        connected(room.slug, await cookie_of(chair)) as moderator,
        connected(room.slug, await cookie_of(member)) as socket,
    ):
        await moderator.hello()
        await socket.hello()
        await moderator.say("send", **act("mute", person=member.pk, minutes=5))
        assert (await heard(socket, "ev"))["evs"][0]["kind"] == "mute"
        await socket.say("send", **message("一言"))
        assert (await heard(socket, "nack"))["code"] == "muted"


@pytest.mark.parametrize("is_banned", [True, False])
async def test_removed_member_is_closed_at_once(room, chair, member, cookie_of, is_banned):
    cookie = await cookie_of(member)
    async with connected(room.slug, await cookie_of(chair)) as moderator, connected(room.slug, cookie) as socket:
        await moderator.hello()
        await socket.hello()
        await moderator.say("send", **act("remove", "繰り返したため", person=member.pk, ban=is_banned))
        assert (await heard(socket, "bye"))["why"] == {"body": "繰り返したため", "ban": is_banned}
        assert await close_code(socket) == 4403
    async with connected(room.slug, cookie) as again:
        if is_banned:
            assert await close_code(again) == 4403
        else:
            await again.hello()


async def test_removal_in_another_process_is_found_by_the_poll(room, chair, member, cookie_of, monkeypatch):
    monkeypatch.setattr(live.process_bus, "hint", lambda *_: None)
    async with connected(room.slug, await cookie_of(member)) as socket:
        await socket.hello()
        await sync_to_async(send)(room, chair, "remove", "理由", person=member.pk, ban=True)
        async with asyncio.timeout(5):
            assert await close_code(socket) == 4403


async def test_slow_mode_holds_at_once_and_for_hubs_made_later(room, chair, member, cookie_of):
    async with connected(room.slug, await cookie_of(chair)) as moderator:
        await moderator.hello()
        await moderator.say("send", **act("slow", pause_s=60))
        await heard(moderator, "ok")
    # Longer ago than the events that a hub knows when it starts.
    await Room.objects.filter(pk=room.pk).aupdate(pause_s=60)
    await live.live_rooms().close()
    async with connected(room.slug, await cookie_of(member)) as socket:
        await socket.hello()
        for _ in range(2):
            await socket.say("send", **message("一言"))
        refusal = await heard(socket, "nack")
        assert refusal["code"] == "slow_mode"
        assert 50_000 < refusal["retry_ms"] <= 60_001


async def test_waiting_question_is_on_nobodys_socket(room, chair, member, cookie_of):
    await sync_to_async(send)(room, chair, "premoderation", on=True)
    async with (
        connected(room.slug, await cookie_of(chair)) as moderator,
        connected(room.slug, await cookie_of(member)) as socket,
    ):
        await moderator.hello()
        await socket.hello()
        await socket.say("send", **act("question", "待つ問い"))
        for one in (moderator, socket):
            (told,) = (await heard(one, "ev"))["evs"]
            assert (told["kind"], told["payload"]) == ("question.waiting", {"waiting": 1})


def test_slow_mode_holds_in_the_hubs_of_two_processes():
    here, there = HandRoom(), HandRoom()
    slow = event(1, "slow", pause_s=30)
    for one in (here, there):
        one.hub.publish([slow])
        assert one.hub.slow_mode.pause_s == 30
    here.hub.publish([event(2, "slow", pause_s=0)])
    assert (here.hub.slow_mode.pause_s, there.hub.slow_mode.pause_s) == (0, 30)


def test_refused_question_leaves_the_ring_too():
    one = HandRoom()
    one.hub.publish([event(1, "question.open", question=1, name="会員", by=1)])
    assert "発言1" in one.hub.ring.packet(1, 1).text
    one.hub.publish([event(2, "question.state", question=1, state="refused", target=1)])
    assert "発言1" not in one.hub.ring.packet(1, 1).text


def test_every_tab_of_who_is_sent_out_closes():
    one = HandRoom()
    tabs, other = [one.socket(7) for _ in range(2)], one.socket(8)
    one.hub.publish([event(1, "remove", person=7, ban=False)])
    assert [tab.close_code for tab in (*tabs, other)] == [4403, 4403, None]

import asyncio
import json
import uuid
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from community.models import RoleGrant, WorkingGroupMembership
from events.actions.room import post_message
from events.consumers import live
from events.models import Room
from events.queries.room import read_log
from events.room.protocol import SUBPROTOCOL
from events.routing import websocket_application
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db(transaction=True)
HOST = "testserver"


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    return Room.objects.create(meeting_key=uuid.uuid4(), title_ja="定例会", working_group=group)


@pytest.fixture
def make_cookie(group, make_person, sign_in):
    """The cookie of a new person; by default a member of the room's group with both factors."""

    def make(*roles: str, second_factor: bool = True, in_group: bool = True) -> str:
        person = make_person(*(roles or ("member",)))
        if in_group:
            WorkingGroupMembership.objects.create(user=person, working_group=group)
        client = sign_in(person, second_factor=second_factor)
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    return make


@pytest.fixture(autouse=True)
async def _fresh_rooms(monkeypatch, tmp_path):
    """Hubs and seen heads belong to one test."""
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    yield
    await live.live_rooms().close()


class Member:
    """A socket to a room, read frame by frame."""

    def __init__(self, slug: str, cookie: str, origin: str = f"http://{HOST}") -> None:
        self.slug = slug
        headers = [(b"host", HOST.encode()), (b"cookie", cookie.encode())]
        headers += [(b"origin", origin.encode())] if origin else []
        path = f"/ws/rooms/{slug}/"
        self.raw = WebsocketCommunicator(websocket_application, path, headers=headers, subprotocols=[SUBPROTOCOL])

    async def say(self, type_: str, **fields) -> None:
        await self.raw.send_json_to({"type": type_, **fields})

    async def hear(self, *types: str) -> list[dict]:
        frames: list[dict] = []
        while len(frames) < len(types):
            frame = await self.raw.receive_json_from(timeout=5)
            frames += [frame] if frame["type"] in types or frame["type"] != "eph" else []
        assert [frame["type"] for frame in frames] == list(types)
        return frames

    async def hello(self, last: int | None = None, epoch: str | None = None) -> dict:
        await self.say("hello", v=1, room=self.slug, epoch=epoch, last=last, tab=uuid.uuid4().hex)
        return (await self.hear("welcome"))[0]

    async def close_code(self) -> int:
        output = await self.raw.receive_output(timeout=5)
        while '"type":"eph"' in (output.get("text") or ""):
            output = await self.raw.receive_output(timeout=5)
        assert output["type"] == "websocket.close"
        return output["code"]


@asynccontextmanager
async def connected(slug: str, cookie: str, **options):
    member = Member(slug, cookie, **options)
    assert await member.raw.connect(timeout=5) == (True, SUBPROTOCOL)
    yield member
    await member.raw.disconnect(timeout=5)


def message(body: str, cid: str | None = None) -> dict:
    return {"cid": cid or str(uuid.uuid4()), "kind": "message", "body": body}


async def test_two_members_talk(room, make_cookie):
    cookies = [await sync_to_async(make_cookie)() for _ in range(2)]
    async with connected(room.slug, cookies[0]) as one, connected(room.slug, cookies[1]) as two:
        assert (await one.hello())["from"] == 1
        await two.hello()
        said = message("こんにちは")
        await one.say("send", **said)
        ok, seen = await one.hear("ok", "ev")
        assert (ok["cid"], ok["seq"], ok["dup"]) == (said["cid"], 1, False)
        (heard,) = await two.hear("ev")
        assert heard == seen
        assert heard["evs"][0]["payload"] == {"body": "こんにちは"}
        await one.say("send", **said)
        (again,) = await one.hear("ok")
        assert again == ok | {"dup": True}
        assert await two.raw.receive_nothing(timeout=0.1)


async def test_only_the_committed_is_acknowledged(room, make_cookie, monkeypatch):
    def full(_drafts):
        raise OSError("disk full")

    monkeypatch.setattr(live, "append_drafts", full)
    cookie = await sync_to_async(make_cookie)()
    async with connected(room.slug, cookie) as one:
        await one.hello()
        said = message("満杯")
        await one.say("send", **said)
        (nack,) = await one.hear("nack")
        assert (nack["code"], nack["retry_ms"]) == ("room_busy", 1000)
        monkeypatch.undo()
        await one.say("send", **said)
        await one.hear("ok", "ev")
    assert len(await sync_to_async(read_log)(room.pk, after=0, limit=9)) == 1


async def test_latecomer_is_sent_what_it_missed(room, make_cookie, django_user_model):
    cookie = await sync_to_async(make_cookie)()
    author = await django_user_model.objects.aget()
    for n in range(1, 4):
        await sync_to_async(post_message)(room=room, actor=author, cid=str(uuid.uuid4()), body=f"{n}")
    async with connected(room.slug, cookie) as one:
        welcome = await one.hello(last=1, epoch=room.epoch)
        assert (welcome["head"], welcome["from"]) == (3, 2)
        (ev,) = await one.hear("ev")
        assert [event["seq"] for event in ev["evs"]] == [2, 3]


async def test_message_from_outside_the_hub_is_shown(room, make_cookie, django_user_model):
    cookie = await sync_to_async(make_cookie)()
    author = await django_user_model.objects.aget()
    async with connected(room.slug, cookie) as one:
        await one.hello()
        await sync_to_async(post_message)(room=room, actor=author, cid=str(uuid.uuid4()), body="外から")
        (ev,) = await one.hear("ev")
        assert ev["evs"][0]["payload"] == {"body": "外から"}


async def test_commit_of_another_process_is_found_by_the_poll(room, make_cookie, django_user_model, monkeypatch):
    monkeypatch.setattr(live.process_bus, "hint", lambda *_: None)
    cookie = await sync_to_async(make_cookie)()
    author = await django_user_model.objects.aget()
    async with connected(room.slug, cookie) as one:
        await one.hello()
        await sync_to_async(post_message)(room=room, actor=author, cid=str(uuid.uuid4()), body="別の工程から")
        (ev,) = await one.hear("ev")
        assert ev["from"] == 1


async def test_restored_database_resets_with_a_new_epoch(room, make_cookie, django_user_model):
    cookie = await sync_to_async(make_cookie)()
    author = await django_user_model.objects.aget()
    for n in range(3):
        await sync_to_async(post_message)(room=room, actor=author, cid=str(uuid.uuid4()), body=f"{n}")
    async with connected(room.slug, cookie) as one:
        await one.hello(last=3)
        await asyncio.sleep(1.2)
        await Room.objects.filter(pk=room.pk).aupdate(head=1)
        (reset,) = await one.hear("reset")
        assert reset["why"] == "epoch"
        assert reset["epoch"] != room.epoch
        assert (await Room.objects.aget(pk=room.pk)).epoch == reset["epoch"]


@pytest.mark.parametrize(
    ("roles", "second_factor", "in_group", "slug", "code"),
    [
        (("member",), False, True, None, 4401),
        (("member",), True, False, None, 4403),
        ((), True, True, None, 4403),
        (("member",), True, True, "nosuchroom12", 4403),
    ],
)
async def test_strangers_are_closed_with_their_code(room, make_cookie, roles, second_factor, in_group, slug, code):
    cookie = await sync_to_async(make_cookie)(*roles, second_factor=second_factor, in_group=in_group)
    if not roles:
        await RoleGrant.objects.all().adelete()
    async with connected(slug or room.slug, cookie) as stranger:
        assert await stranger.close_code() == code


@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=forged", "other=1"])
async def test_anonymous_is_closed(room, cookie):
    async with connected(room.slug, cookie) as stranger:
        assert await stranger.close_code() == 4401


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://testserver.evil.example", "http://testserver:81", "file://testserver"],
)
async def test_foreign_page_is_refused_at_the_handshake(room, make_cookie, origin):
    stranger = Member(room.slug, await sync_to_async(make_cookie)(), origin)
    is_accepted, _ = await stranger.raw.connect(timeout=5)
    assert not is_accepted


async def test_trusted_page_and_program_without_origin_enter(room, make_cookie):
    cookie = await sync_to_async(make_cookie)()
    for origin in (settings.CSRF_TRUSTED_ORIGINS[0], ""):
        async with connected(room.slug, cookie, origin=origin) as member:
            await member.hello()


async def test_other_addresses_are_refused():
    stranger = WebsocketCommunicator(websocket_application, "/ws/elsewhere/")
    assert (await stranger.connect())[0] is False


@pytest.mark.parametrize(
    ("frame", "code"), [("{", 4400), ('{"type":"x"}', 4400), ("x" * 20_000, 4413), (b"\x00", 4400)]
)
async def test_frame_that_breaks_the_protocol_closes(room, make_cookie, frame, code):
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.hello()
        await one.raw.send_to(**({"bytes_data": frame} if isinstance(frame, bytes) else {"text_data": frame}))
        assert await one.close_code() == code


async def test_lost_role_and_sign_out_close_the_socket(room, make_cookie, monkeypatch):
    monkeypatch.setattr("events.consumers.watch.HEARTBEAT_S", 0.1)
    monkeypatch.setattr("events.consumers.watch.FULL_LOOK_S", 0.1)
    cookies = [await sync_to_async(make_cookie)() for _ in range(2)]
    async with connected(room.slug, cookies[0]) as one, connected(room.slug, cookies[1]) as two:
        await one.hello()
        await two.hello()
        await WorkingGroupMembership.objects.filter(user__email__startswith="person1@").adelete()
        assert await one.close_code() == 4403
        from django.contrib.sessions.models import Session

        await Session.objects.filter(pk=cookies[1].split("=")[1]).adelete()
        assert await two.close_code() == 4401


async def test_server_that_goes_says_bye(room, make_cookie):
    member = Member(room.slug, await sync_to_async(make_cookie)())
    await member.raw.connect(timeout=5)
    await member.hello()
    member.raw.future.cancel()
    (bye,) = await member.hear("bye")
    assert bye["code"] == 1012
    assert 0 <= bye["retry_ms"] < 3000


async def test_frames_are_compact_json(room, make_cookie):
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.say("hello", v=1, room=room.slug, epoch=None, last=None, tab="t")
        text = await one.raw.receive_from(timeout=5)
        assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))

"""Whatever a socket says, the room lives on: the documented refusal for one, nothing for the others."""

import json
import uuid

import pytest
from asgiref.sync import sync_to_async

from community.models import Role, RoleGrant
from events.models import Room
from events.queries.room import read_log
from tests.events.test_room_socket import _fresh_rooms, connected, group, make_cookie, message, room  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
DAY_MS = 24 * 3600 * 1000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type":"hello","v":1,"room":"another-room","epoch":null,"last":null,"tab":"t"}', 4403),
        ('{"type":"ack","seq":"1"}', 4400),
        ('{"type":"ack"}', 4400),
        ('{"type":"resume","last":-1}', 4400),
        ('{"type":"eph","typing":"yes"}', 4400),
        ('{"type":"eph","reaction":"👍"}', 4400),
        ('{"type":"eph","reaction":"' + "👍" * 99 + '","target":1}', 4400),
        ('{"type":"send","cid":"1","kind":"message","body":"x"}', 4400),
        ('{"type":"send","kind":"message","body":"x"}', 4400),
        ('{"type":"welcome"}', 4400),
        ("[1,2,3]", 4400),
        ("null", 4400),
        ("[" * 5000, 4400),
        (json.dumps({"type": "send", "body": "行\n" * 5000}), 4413),
    ],
)
async def test_forged_and_broken_frames_close_only_their_own_socket(room, make_cookie, text, code):  # noqa: F811
    cookies = [await sync_to_async(make_cookie)() for _ in range(2)]
    async with connected(room.slug, cookies[0]) as good, connected(room.slug, cookies[1]) as bad:
        await good.hello()
        await bad.hello()
        await bad.raw.send_to(text_data=text)
        assert await bad.close_code() == code
        await good.say("send", **message("まだいます"))
        await good.hear("ok", "ev")


async def test_forged_actor_number_and_time_are_not_believed(room, make_cookie):  # noqa: F811
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        you = (await one.hello())["you"]
        forged = {"actor": {"id": 1_000_000, "name": "議長"}, "seq": 99, "at": "1999-01-01T00:00:00.000Z", "room": "x"}
        await one.say("send", **message("本人"), **forged)
        ok, ev = await one.hear("ok", "ev")
        (event,) = ev["evs"]
        assert (event["actor"], event["seq"], event["at"]) == (you, 1, ok["at"])
        assert event["payload"] == {"body": "本人"}
        assert not event["at"].startswith("1999")


async def test_forged_epoch_is_reset(room, make_cookie):  # noqa: F811
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.say("hello", v=1, room=room.slug, epoch="forged", last=5, tab="t")
        (reset,) = await one.hear("reset")
        assert (reset["why"], reset["epoch"]) == ("epoch", room.epoch)


@pytest.mark.parametrize("shift", [-DAY_MS, DAY_MS])
async def test_clock_that_is_wrong_by_a_day_changes_nothing(room, make_cookie, shift):  # noqa: F811
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.hello()
        await one.say("hb", t=1_790_000_000_000 + shift, ack=0)
        # A UUIDv7 carries the sender's clock; it is an id and nothing else.
        early = uuid.UUID(int=(shift % 2**47) << 80 | 0x7 << 76 | 0x8 << 60 | 1)
        await one.say("send", **message("時計違い", str(early)))
        await one.hear("ok", "ev")


async def test_long_paste_is_refused_in_words_and_html_stays_text(room, make_cookie):  # noqa: F811
    html = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.hello()
        await one.say("send", **message("行\n" * 1500))
        (nack,) = await one.hear("nack")
        assert (nack["code"], nack["retry_ms"]) == ("too_long", None)
        await one.say("send", **message(html))
        _, ev = await one.hear("ok", "ev")
        assert ev["evs"][0]["payload"] == {"body": html}
    (event,) = await sync_to_async(read_log)(room.pk, after=0, limit=9)
    assert event.payload == {"body": html}


async def test_new_office_asks_its_holder_to_come_back(room, group, make_cookie, monkeypatch):  # noqa: F811
    monkeypatch.setattr("events.consumers.watch.HEARTBEAT_S", 0.1)
    monkeypatch.setattr("events.consumers.watch.FULL_LOOK_S", 0.1)
    cookies = [await sync_to_async(make_cookie)() for _ in range(2)]
    async with connected(room.slug, cookies[0]) as one, connected(room.slug, cookies[1]) as two:
        chair = (await one.hello())["you"]["id"]
        await two.hello()
        await RoleGrant.objects.acreate(user_id=chair, role=Role.CHAIR, working_group=group)
        (bye,) = await one.hear("bye")
        assert (bye["code"], 0 <= bye["retry_ms"] <= 3000) == (1000, True)
        assert await one.close_code() == 1000
        await two.say("send", **message("続けます"))
        await two.hear("ok", "ev")


async def test_room_that_is_gone_refuses_in_words(room, make_cookie):  # noqa: F811
    async with connected(room.slug, await sync_to_async(make_cookie)()) as one:
        await one.hello()
        await Room.objects.filter(pk=room.pk).adelete()
        await one.say("send", **message("どこへ"))
        (nack,) = await one.hear("nack")
        assert nack["code"] == "closed"

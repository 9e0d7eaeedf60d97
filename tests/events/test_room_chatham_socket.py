"""On the socket too everybody is a pseudonym: greeting, presence, typing; and rights still end with the account."""

import asyncio
import json
import uuid

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from community.models import WorkingGroupMembership
from events.actions.room.pseudonyms import person_in
from events.consumers import live
from events.models import Room, SentMessage
from tests.events.test_room_socket import connected, message
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(vocabularies):
    return WorkingGroupFactory(code="sme")


@pytest.fixture
def room(group) -> Room:
    key = uuid.uuid4()
    return Room.objects.create(meeting_key=key, title_ja="定例会", working_group=group, is_chatham_house=True)


@pytest.fixture
def join(room, group, make_person, sign_in):
    """A person of the group, and their cookie. They have been in the room before: the tests' database in memory
    refuses whoever writes while somebody else does."""

    def make():
        person = make_person("member")
        WorkingGroupMembership.objects.create(user=person, working_group=group)
        person_in(Room.objects.get(pk=room.pk), person)
        key = sign_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        return person, f"{settings.SESSION_COOKIE_NAME}={key}"

    return make


@pytest.fixture(autouse=True)
async def _fresh_rooms(monkeypatch, tmp_path):
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    yield
    await live.live_rooms().close()


async def frames_until(socket, wanted) -> list[dict]:
    heard = []
    async with asyncio.timeout(5):
        while not (heard and wanted(heard[-1])):
            heard.append(await socket.raw.receive_json_from(timeout=5))
    return heard


async def test_everything_on_the_wire_is_a_pseudonym(room, join):
    (first, one_cookie), (second, two_cookie) = [await sync_to_async(join)() for _ in range(2)]
    async with connected(room.slug, one_cookie) as one, connected(room.slug, two_cookie) as two:
        you = (await one.hello())["you"]
        await two.hello()
        assert you["id"] < 0
        assert you == (await sync_to_async(person_in)(room, first)).as_dict()
        await one.say("eph", typing=True)
        said = message("誰でしょう")
        await one.say("send", **said)
        heard = await frames_until(two, lambda frame: frame.get("typing"))
        texts = json.dumps(heard, ensure_ascii=False)
        (event,) = [frame["evs"][0] for frame in heard if frame["type"] == "ev"]
        assert event["actor"] == you
        assert you["name"] in texts
        assert heard[-1]["typing"] == [you]
        for person in (first, second):
            assert person.name not in texts
            assert f'"id": {person.pk},' not in texts
        await one.say("send", **said)
        (again,) = [f for f in await frames_until(one, lambda f: f.get("dup")) if f.get("dup")]
        assert again["seq"] == event["seq"]
    assert not await sync_to_async(SentMessage.objects.filter(actor__isnull=False).exists)()


async def test_tabs_of_one_person_are_counted_together(room, join):
    _, cookie = await sync_to_async(join)()
    async with (
        connected(room.slug, cookie) as one,
        connected(room.slug, cookie) as two,
        connected(room.slug, cookie) as three,
    ):
        for tab in (one, two, three):
            await tab.hello()
        async with connected(room.slug, cookie) as four:
            await four.say("hello", v=1, room=room.slug, epoch=None, last=None, tab="4")
            assert await four.close_code() == 4409


async def test_who_leaves_the_group_loses_the_socket(room, join, monkeypatch):
    monkeypatch.setattr(live.process_bus, "recheck", lambda *_: None)
    person, cookie = await sync_to_async(join)()
    async with connected(room.slug, cookie) as socket:
        await socket.hello()
        await sync_to_async(WorkingGroupMembership.objects.filter(user=person).delete)()
        assert await socket.close_code() == 4403


async def test_socket_from_before_the_rule_writes_nothing_under_a_name(room, join):
    await sync_to_async(Room.objects.update)(is_chatham_house=False)
    person, cookie = await sync_to_async(join)()
    async with connected(room.slug, cookie) as socket:
        assert (await socket.hello())["you"] == {"id": person.pk, "name": person.name}
        await sync_to_async(Room.objects.update)(is_chatham_house=True)
        await sync_to_async(person_in)(room, person)
        await socket.say("send", **message("まだ実名"))
        (nack,) = await socket.hear("nack")
        assert nack["code"] == "forbidden"
        await live.live_rooms().watch.look_at_person(person.pk)
        assert (await frames_until(socket, lambda frame: frame["type"] == "bye"))[-1]["code"] == 1000
    async with connected(room.slug, cookie) as socket:
        assert (await socket.hello())["you"]["id"] < 0


async def test_forged_actor_in_a_frame_changes_nothing(room, join):
    (_, cookie), (other, _) = [await sync_to_async(join)() for _ in range(2)]
    async with connected(room.slug, cookie) as socket:
        you = (await socket.hello())["you"]
        forged = {
            "actor": {"id": other.pk, "name": other.name},
            "payload": {"body": "別人"},
            "html": "<script>",
            "name": "x",
        }
        await socket.say("send", **message("本人"), **forged)
        (event,) = [f["evs"][0] for f in await frames_until(socket, lambda f: f["type"] == "ev") if f["type"] == "ev"]
        assert (event["actor"], event["payload"]) == (you, {"body": "本人"})

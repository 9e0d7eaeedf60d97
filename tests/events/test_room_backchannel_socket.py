"""Sockets to the moderators' room: open to who moderates, closed to everybody else and to who moderates no longer."""

import pytest
from asgiref.sync import sync_to_async

from community.models import RoleGrant
from events.actions.room.backchannel import backchannel_of
from events.room.bus import process_bus
from tests.events.test_room_moderation_socket import (  # noqa: F401 - fixtures
    _fresh_rooms,
    close_code,
    cookie_of,
    heard,
    member,
)
from tests.events.test_room_socket import Member, connected, message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside(room, chair):
    return backchannel_of(room)


async def test_moderators_talk_and_others_are_shown_out(room, beside, chair, member, cookie_of):  # noqa: F811
    stranger = Member(beside.slug, await cookie_of(member))
    await stranger.raw.connect()
    assert await close_code(stranger) == 4403
    async with connected(beside.slug, await cookie_of(chair)) as socket:
        await socket.hello()
        await socket.say("send", **message("進行役だけの話"))
        assert (await heard(socket, "ok"))["seq"] == 1
        await sync_to_async(RoleGrant.objects.filter(user=chair, role="chair").delete)()
        process_bus.recheck(chair.pk)
        assert await close_code(socket) == 4403

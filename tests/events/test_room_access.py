"""Whoever signs out, is signed out, or loses the right to a room, loses its socket within five seconds."""

import asyncio
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from django.urls import reverse

from community.actions import revoke_role
from community.actions.sessions import end_sessions
from community.models import AccessChange, User, WorkingGroupMembership
from community.queries.devices import recent_access_changes
from events.consumers import live
from events.consumers.changes import AccessChanges
from events.models import Room
from tests.events.test_room_socket import connected
from tests.factories.community import WorkingGroupFactory

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN_S = 5.0


@pytest.fixture
def member(vocabularies: None, make_person: Callable[..., User]) -> User:
    return make_person("member")


@pytest.fixture
def room(member: User) -> Room:
    group = WorkingGroupFactory(code="sme")
    WorkingGroupMembership.objects.create(user=member, working_group=group)
    return Room.objects.create(meeting_key="7d0b6c0e-0000-4000-8000-000000000001", working_group=group)


@pytest.fixture
def client_of(member: User, sign_in: Callable[..., Client]) -> Client:
    return sign_in(member)


@pytest.fixture(autouse=True)
async def _fresh_rooms(monkeypatch, tmp_path):
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    yield
    await live.live_rooms().close()


def sign_out(member: User, client: Client) -> None:
    client.post(reverse("account_logout"))


def revoke_session(member: User, client: Client) -> None:
    session = UserSession.objects.create(
        user=member, session_key=client.session.session_key, ip="127.0.0.1", user_agent=""
    )
    end_sessions(sessions=[session], by=member)


def take_the_role(member: User, client: Client) -> None:
    revoke_role(user=member, role="member")


def take_out_of_the_group(member: User, client: Client) -> None:
    WorkingGroupMembership.objects.filter(user=member).delete()


def switch_off(member: User, client: Client) -> None:
    member.is_active = False
    member.save(update_fields=["is_active"])


def change_the_password(member: User, client: Client) -> None:
    member.set_password("another-horse-9")
    member.save()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (sign_out, 4401),
        (revoke_session, 4401),
        (take_the_role, 4403),
        (take_out_of_the_group, 4403),
        (switch_off, 4401),
        (change_the_password, 4401),
    ],
)
async def test_socket_closes_within_five_seconds(member, room, client_of, monkeypatch, change, code):
    # Nothing but the database tells: the change may have been made in another process.
    monkeypatch.setattr(live.process_bus, "recheck", lambda *_: None)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client_of.cookies[settings.SESSION_COOKIE_NAME].value}"
    async with connected(room.slug, cookie) as socket:
        await socket.hello()
        await sync_to_async(change)(member, client_of)
        async with asyncio.timeout(WITHIN_S):
            assert await close_code(socket) == code


async def close_code(socket) -> int:
    """The code with which the socket closes, whatever is said on it before."""
    while (output := await socket.raw.receive_output(timeout=WITHIN_S))["type"] != "websocket.close":
        pass
    return output["code"]


async def test_change_of_somebody_else_closes_nothing(member, room, client_of, make_person):
    cookie = f"{settings.SESSION_COOKIE_NAME}={client_of.cookies[settings.SESSION_COOKIE_NAME].value}"
    async with connected(room.slug, cookie) as socket:
        await socket.hello()
        other = await sync_to_async(make_person)("member")
        await sync_to_async(take_the_role)(other, client_of)
        await sync_to_async(member.save)()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5):
                await close_code(socket)


def test_each_change_is_told_once(member):
    AccessChange.objects.all().delete()
    AccessChange.objects.create(user_id=member.pk)
    changes = AccessChanges()
    assert changes.fresh(recent_access_changes()) == {member.pk}
    assert changes.fresh(recent_access_changes()) == set()
    AccessChange.objects.create(user_id=member.pk)
    assert changes.fresh(recent_access_changes()) == {member.pk}


def test_sign_in_changes_nothing_at_open_sockets(member, client_of):
    AccessChange.objects.all().delete()
    member.last_login = None
    member.save(update_fields=["last_login"])
    assert not AccessChange.objects.exists()

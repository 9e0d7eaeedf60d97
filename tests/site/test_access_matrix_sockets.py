"""Role × socket: every socket is knocked at, through the ASGI application, by every standing."""

import sys
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.utils.module_loading import import_string

from community.models import User
from community.views.addresses import ADMITTED, Address, all_addresses
from events.consumers import live
from events.models import Room
from events.room.protocol import SUBPROTOCOL
from tests.factories.community import WorkingGroupFactory
from tests.site.matrix_world import OTHER_ORGANISER, SECRET, UNPROVEN

pytestmark = pytest.mark.django_db(transaction=True)
application = import_string(settings.WEBSOCKET_APPLICATION)
# By the socket's route: where to knock, and who is let in to the object there (None: everybody whom the door admits).
KNOCKED: dict[str, list[tuple[str, set[str] | None]]] = {
    "ws/rooms/<str:room>/": [
        ("/ws/rooms/{open}/", None),
        ("/ws/rooms/{group}/", {"chair", "secretary", "administrator"}),
    ],
    "": [("/ws/elsewhere/", set())],
}


@pytest.fixture(autouse=True)
async def _fresh_rooms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[None]:
    monkeypatch.setattr(live, "seen_heads", live.SeenHeads(tmp_path / "heads.json"))
    yield
    await live.live_rooms().close()


@pytest.fixture
def rooms(vocabularies: None) -> dict[str, str]:
    group = WorkingGroupFactory(code="sme")
    made = {
        "open": Room.objects.create(meeting_key=uuid.uuid4(), title_ja="全員", is_open_to_members=True),
        "group": Room.objects.create(meeting_key=uuid.uuid4(), title_ja="作業部会", working_group=group),
    }
    return {name: room.slug for name, room in made.items()}


@pytest.fixture
def cookies(rooms: dict[str, str], make_person: Callable[..., User], sign_in: Callable) -> dict[str, str]:
    people = {
        "account": make_person(),
        UNPROVEN: make_person("member", totp_secret=SECRET),
        "member": make_person("member"),
        "chair": make_person("chair", working_group="sme"),
        "secretary": make_person("secretary", working_group="sme"),
        "organiser": make_person("organiser", region="kinki"),
        OTHER_ORGANISER: make_person("organiser", region="kanto"),
        "reviewer": make_person("reviewer", region="kinki"),
        "secretariat": make_person("secretariat"),
        "administrator": make_person("administrator"),
    }
    people["lead"] = make_person("member")
    clients = {name: sign_in(person, second_factor=name != UNPROVEN) for name, person in people.items()}
    name = settings.SESSION_COOKIE_NAME
    return {"visitor": ""} | {who: f"{name}={client.cookies[name].value}" for who, client in clients.items()}


async def test_every_socket_is_knocked_at_by_everybody(rooms: dict[str, str], cookies: dict[str, str]) -> None:
    sockets = [each for each in all_addresses() if each.is_socket]
    assert {each.route for each in sockets} <= set(KNOCKED), "say in KNOCKED where a new socket is knocked at"
    problems, cells = [], 0
    for address in sockets:
        for path, inside in KNOCKED[address.route]:
            for standing, cookie in cookies.items():
                is_in = await _is_let_in(path.format(**rooms), cookie)
                cells += 1
                if is_in != _should_be_in(address, standing, inside):
                    problems.append(f"{standing} at {path}: {'in' if is_in else 'out'}")
    sys.__stdout__.write(f"\nmatrix: {len(sockets)} sockets, {len(cookies)} standings, {cells} cells\n")
    assert not problems, "\n".join(problems)


def _should_be_in(address: Address, standing: str, inside: set[str] | None) -> bool:
    assert address.audience is not None
    is_admitted = ("organiser" if standing == OTHER_ORGANISER else standing) in ADMITTED[address.audience]
    return is_admitted and (inside is None or standing in inside)


async def _is_let_in(path: str, cookie: str) -> bool:
    """Whether a first frame is answered rather than the socket closed."""
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"), (b"cookie", cookie.encode())]
    socket = WebsocketCommunicator(application, path, headers=headers, subprotocols=[SUBPROTOCOL])
    is_open, _chosen = await socket.connect(timeout=5)
    if not is_open:
        return False
    room = path.split("/")[3]
    await socket.send_json_to({"type": "hello", "v": 1, "room": room, "epoch": None, "last": None, "tab": "t"})
    answer = await socket.receive_output(timeout=5)
    await socket.disconnect(timeout=5)
    return answer["type"] == "websocket.send"

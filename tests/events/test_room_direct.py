"""The direct writer against servers that are played: found where it should be, and never in doubt."""

from functools import partial
from types import SimpleNamespace

import pytest

from events.consumers.direct import MOST_WAITING, AsyncioWriter, TwistedWriter, find_writer
from events.room.wire import Packet, encode
from tests.events.room.played import Handle, Protocol


class Server:
    async def handle_reply(self, protocol: Protocol, message: dict) -> None: ...


class Wrapper:
    """As Channels' session middleware wraps `send`."""

    def __init__(self, send) -> None:
        self.real_send = send

    async def send(self, message: dict) -> None: ...


def enclosing(send):
    async def inner(message: dict) -> None:
        await send(message)

    return inner


@pytest.fixture
def protocol() -> Protocol:
    return Protocol()


@pytest.fixture
def send(protocol):
    return partial(Server().handle_reply, protocol)


@pytest.fixture
def writer(send) -> TwistedWriter:
    found = find_writer(send)
    assert isinstance(found, TwistedWriter)
    return found


def test_daphne_is_found_behind_wrappers(send):
    for wrapped in (send, Wrapper(send).send, enclosing(send), enclosing(Wrapper(enclosing(send)).send)):
        assert isinstance(find_writer(wrapped), TwistedWriter)


class AsyncioTransport:
    def __init__(self, ssl: object = None) -> None:
        self.handle, self.waiting, self.is_gone, self.ssl = Handle(), b"", False, ssl

    def get_extra_info(self, name: str) -> object:
        return {"socket": self.handle, "ssl_object": self.ssl}[name]

    def get_write_buffer_size(self) -> int:
        return len(self.waiting)

    def is_closing(self) -> bool:
        return self.is_gone

    def write(self, data: bytes) -> None:
        self.waiting += data

    def abort(self) -> None:
        self.is_gone = True


class Uvicorn:
    def __init__(self, ssl: object = None) -> None:
        self.transport, self.close_sent = AsyncioTransport(ssl), False
        self.conn = SimpleNamespace(state=SimpleNamespace(name="OPEN"))

    async def send(self, message: dict) -> None: ...


def test_uvicorn_is_found_but_not_behind_tls():
    assert isinstance(find_writer(Uvicorn().send), AsyncioWriter)
    assert isinstance(find_writer(Wrapper(Uvicorn().send).send), AsyncioWriter)
    assert find_writer(Uvicorn(ssl=object()).send) is None


@pytest.mark.parametrize("missing", ["sendCloseFrame", "transport", "state"])
def test_any_doubt_leaves_it_to_asgi(protocol, missing):
    class Other(Protocol):
        def __getattribute__(self, name: str) -> object:
            if name == missing:
                raise AttributeError(name)
            return super().__getattribute__(name)

    assert find_writer(partial(Server().handle_reply, Other.__new__(Other))) is None
    assert find_writer(lambda message: None) is None
    assert find_writer(None) is None


def test_transport_with_tls_is_left_to_asgi(protocol, send):
    protocol.transport.TLS = True
    assert find_writer(send) is None


def test_frame_goes_to_the_socket_while_the_transport_is_empty(protocol, writer):
    assert writer.push(b"one")
    assert protocol.transport.handle.taken == b"one"
    protocol.transport.write(b"a ping of the server's own")
    assert not writer.push(b"two")
    writer.write(b"an answer")
    assert protocol.transport.handle.taken == b"one"
    protocol.transport.drain()
    assert writer.push(b"three")
    assert protocol.transport.handle.taken == b"onea ping of the server's ownan answerthree"


def test_half_a_frame_is_finished_by_the_transport(protocol, writer):
    protocol.transport.handle.room = 4
    assert writer.push(b"frame one")
    assert not writer.push(b"never written")
    protocol.transport.drain()
    assert protocol.transport.handle.taken == b"frame one"
    protocol.transport.handle.room = 0
    assert writer.push(b"!")
    assert protocol.transport._tempDataBuffer == [b"!"]


def test_nothing_follows_a_close_or_a_loss(protocol, writer):
    protocol.sendCloseFrame()
    assert protocol.closes == 1
    assert not writer.push(b"late")
    writer.write(b"late")
    assert protocol.transport.handle.taken == b""


def test_lost_socket_raises_nothing(protocol, writer):
    protocol.transport.handle.is_broken = True
    assert not writer.push(b"x")
    writer.write(b"x")
    assert not writer.is_clear()


def test_reader_for_whom_too_much_waits_is_cut_off(protocol, writer):
    protocol.transport.handle.room = 0
    for _ in range(MOST_WAITING // 1000 + 1):
        writer.write(b"x" * 1000)
    assert not protocol.transport.is_aborted
    writer.write(b"x")
    assert protocol.transport.is_aborted


def test_uvicorn_reader_for_whom_too_much_waits_is_cut_off():
    server = Uvicorn()
    writer = find_writer(server.send)
    server.transport.waiting = b"x"
    assert not writer.push(b"y")
    writer.write(b"y")
    assert server.transport.waiting == b"xy"
    server.transport.waiting = b"x" * (MOST_WAITING + 1)
    writer.write(b"y")
    assert server.transport.is_gone
    server.conn.state.name = "CLOSING"
    assert not writer.is_clear()


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 70_000])
def test_wire_form_is_a_whole_text_frame(size):
    text = "x" * size
    packet = Packet(text)
    wire, head = encode(text.encode())
    assert (packet.wire, packet.text) == (wire, text)
    assert head == {True: 2, size >= 126: 4, size >= 65_536: 10}[True]
    assert wire[0] == 0x81
    assert wire[head:] == text.encode()
    assert {2: wire[1] == size, 4: wire[1:2] == b"\x7e", 10: wire[1:2] == b"\x7f"}[head]

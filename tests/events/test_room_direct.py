"""The direct writer against servers that are played: found where it should be, and never in doubt."""

from functools import partial
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.tcp import Connection as TwistedTransport

from events.consumers.direct import MOST_WAITING, AsyncioWriter, TwistedWriter, find_writer
from events.consumers.hearing import read_acknowledgement
from events.room.wire import Packet, encode


class Handle:
    """A socket that takes `room` bytes and then no more."""

    def __init__(self) -> None:
        self.room, self.taken, self.options = 10_000, b"", []
        self.is_broken = False

    def setsockopt(self, *option: int) -> None:
        self.options.append(option)

    def fileno(self) -> int:
        return 0

    def send(self, data: bytes) -> int:
        if self.is_broken:
            raise BrokenPipeError
        if not self.room:
            raise BlockingIOError
        taken = data[: self.room]
        self.room -= len(taken)
        self.taken += taken
        return len(taken)


class Transport(TwistedTransport):
    def __init__(self) -> None:
        self.handle, self.is_aborted = Handle(), False
        self._tempDataBuffer: list[bytes] = []
        self._tempDataLen = 0
        self.connected, self.disconnecting = 1, 0

    def getHandle(self) -> Handle:  # noqa: N802 - Twisted's name
        return self.handle

    def write(self, data: bytes) -> None:
        self._tempDataBuffer.append(data)
        self._tempDataLen += len(data)

    def drain(self) -> None:
        """The reactor has written everything."""
        self.handle.taken += b"".join(self._tempDataBuffer)
        self._tempDataBuffer, self._tempDataLen = [], 0

    def abortConnection(self) -> None:  # noqa: N802 - Twisted's name
        self.is_aborted = True


class Protocol:
    """What of autobahn's protocol is relied on."""

    STATE_OPEN = 3

    def __init__(self) -> None:
        self.transport, self.state, self.closes = Transport(), 3, 0
        self.data, self.current_frame, self.inside_message = b"", None, False
        self.received: list[bytes] = []

    def sendData(self, data: bytes) -> None:  # noqa: N802 - autobahn's name
        self.transport.write(data)

    def sendCloseFrame(self) -> None:  # noqa: N802 - autobahn's name
        self.closes += 1

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - autobahn's name
        self.received.append(data)


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


# --- acknowledgements --------------------------------------------------------------------------------
def masked(text: bytes, mask: bytes = b"\x37\xfa\x21\x3d") -> bytes:
    size = bytes((0x81, 0x80 | len(text)))
    return size + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))


@given(st.integers(0, 10**15 - 1), st.binary(min_size=4, max_size=4))
def test_acknowledgement_is_read_under_any_mask(seq, mask):
    assert read_acknowledgement(masked(b'{"type":"ack","seq":%d}' % seq, mask)) == seq


@given(st.binary(max_size=140))
def test_other_bytes_are_no_acknowledgement(data):
    assert read_acknowledgement(data) is None


@pytest.mark.parametrize(
    "text", [b'{"type":"ack","seq":-1}', b'{"type":"ack","seq":1.5}', b'{"type":"ack", "seq":1}', b'{"type":"hb"}', b""]
)
def test_other_frames_are_no_acknowledgement(text):
    assert read_acknowledgement(masked(text)) is None


class Reactor:
    """What of Twisted's reactor on asyncio is relied on."""

    def __init__(self) -> None:
        self._readers: dict = {}
        self._asyncioEventloop = self
        self.looked, self.lost = 0, []

    def add_reader(self, descriptor: int, callback) -> None:
        self.read = callback

    def _readOrWrite(self, selectable, read: bool) -> None:  # noqa: N802 - Twisted's name
        self.looked += 1

    def _disconnectSelectable(self, selectable, why, is_read: bool) -> None:  # noqa: N802 - Twisted's name
        self.lost.append(why)


@pytest.fixture
def reactor(protocol, writer) -> Reactor:
    reactor, transport = Reactor(), protocol.transport
    transport.reactor, reactor._readers[transport] = reactor, 0
    transport.fileno = lambda: 0
    transport._dataReceived = protocol.dataReceived
    return reactor


def heard_by(protocol, writer, reactor, incoming: list, takes: bool = True) -> list[int]:
    heard: list[int] = []

    def receive(_size: int) -> bytes:
        data = incoming.pop(0)
        if isinstance(data, Exception):
            raise data
        return data

    protocol.transport.handle.recv = receive
    writer.hear(lambda seq: heard.append(seq) is None and takes)
    while incoming:
        reactor.read()
    return heard


def test_acknowledgements_take_the_short_way_and_all_else_the_server_s(protocol, writer, reactor):
    ack, other = masked(b'{"type":"ack","seq":5}'), masked(b'{"type":"hb","t":1,"ack":5}')
    assert heard_by(protocol, writer, reactor, [ack, other, BlockingIOError(), ack[:7], ack + other]) == [5]
    assert protocol.received == [other, ack[:7], ack + other]


@pytest.mark.parametrize("state", [{"data": b"\x81"}, {"inside_message": True}, {"current_frame": 1}, {"state": 2}])
def test_acknowledgement_inside_something_else_is_the_server_s(protocol, writer, reactor, state):
    for name, value in state.items():
        setattr(protocol, name, value)
    ack = masked(b'{"type":"ack","seq":5}')
    assert heard_by(protocol, writer, reactor, [ack]) == []
    assert protocol.received == [ack]


def test_acknowledgement_that_is_not_taken_goes_on(protocol, writer, reactor):
    ack = masked(b'{"type":"ack","seq":5}')
    assert heard_by(protocol, writer, reactor, [ack], takes=False) == [5]
    assert protocol.received == [ack]


def test_end_and_failure_are_the_reactor_s_business(protocol, writer, reactor, caplog):
    heard_by(protocol, writer, reactor, [b"", ConnectionResetError()])
    assert (reactor.looked, reactor.lost) == (2, [])
    protocol.transport._dataReceived = lambda data: 1 / 0
    heard_by(protocol, writer, reactor, [b"x"])
    assert [type(why) for why in reactor.lost] == [ZeroDivisionError]
    assert "could not be read" in caplog.text


def test_other_reactor_reads_in_its_own_way(protocol, writer):
    protocol.transport.reactor = object()
    writer.hear(lambda seq: True)
    protocol.dataReceived(b"x")
    assert protocol.received == [b"x"]


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

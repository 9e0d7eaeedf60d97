"""What comes in over a connection behind Daphne: heard straight from the socket, or by the server as before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.consumers.direct import TwistedWriter
from events.consumers.hearing import read_message
from tests.events.room.played import Protocol, Reactor


@pytest.fixture
def protocol() -> Protocol:
    return Protocol()


@pytest.fixture
def writer(protocol) -> TwistedWriter:
    return TwistedWriter(protocol, protocol.transport)


def masked(text: bytes, mask: bytes = b"\x37\xfa\x21\x3d") -> bytes:
    size = bytes((0x80 | len(text),)) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + size + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4), st.binary(max_size=20))
def test_message_is_read_under_any_mask(text, mask, after):
    frame = masked(text, mask)
    assert read_message(frame + after) == (text, len(frame))
    assert read_message(b"xyz" + frame, 3) == (text, len(frame) + 3)


@given(st.binary(max_size=300), st.data())
def test_half_a_message_is_none(text, data):
    frame = masked(text)
    assert read_message(frame[: data.draw(st.integers(0, len(frame) - 1))]) is None


@pytest.mark.parametrize(
    "head", [b"\x01\x85", b"\x82\x85", b"\x88\x85", b"\x89\x85", b"\xc1\x85", b"\x81\x05", b"\x81\xff"]
)
def test_other_frames_are_the_server_s(head):
    """Fragments, binary, close, ping, compressed, unmasked, very long."""
    assert read_message(head + b"m" * 100) is None


@pytest.fixture
def reactor(protocol, writer) -> Reactor:
    reactor, transport = Reactor(), protocol.transport
    transport.reactor, reactor._readers[transport] = reactor, 0
    transport.fileno = lambda: 0
    transport._dataReceived = protocol.dataReceived
    return reactor


def heard_by(protocol, writer, reactor, incoming: list, refuses: bytes = b"") -> list[bytes]:
    heard: list[bytes] = []

    def receive(_size: int) -> bytes:
        data = incoming.pop(0)
        if isinstance(data, Exception):
            raise data
        return data

    def hear(payload: bytes) -> bool:
        heard.append(payload)
        return payload != refuses

    protocol.transport.handle.recv = receive
    writer.hear(hear)
    while incoming:
        reactor.read()
    return heard


def test_whole_messages_take_the_short_way_and_all_else_the_server_s(protocol, writer, reactor):
    one, two, ping = masked(b"one"), masked(b"two" * 90), b"\x89\x80mask"
    incoming = [one, BlockingIOError(), one + two, one + ping + two, one[:3]]
    assert heard_by(protocol, writer, reactor, incoming) == [b"one", b"one", b"two" * 90, b"one"]
    assert protocol.received == [ping + two, one[:3]]


@pytest.mark.parametrize("state", [{"data": b"\x81"}, {"inside_message": True}, {"current_frame": 1}, {"state": 2}])
def test_message_inside_something_else_is_the_server_s(protocol, writer, reactor, state):
    for name, value in state.items():
        setattr(protocol, name, value)
    assert heard_by(protocol, writer, reactor, [masked(b"one")]) == []
    assert protocol.received == [masked(b"one")]


def test_message_that_is_no_text_is_the_server_s_to_refuse(protocol, writer, reactor):
    incoming = [masked(b"one") + masked(b"\xff") + masked(b"two")]
    assert heard_by(protocol, writer, reactor, incoming, refuses=b"\xff") == [b"one", b"\xff"]
    assert protocol.received == [masked(b"\xff") + masked(b"two")]


def test_end_and_failure_are_the_reactor_s_business(protocol, writer, reactor, caplog):
    heard_by(protocol, writer, reactor, [b"", ConnectionResetError()])
    assert (reactor.looked, reactor.lost) == (2, [])
    protocol.transport._dataReceived = lambda data: 1 / 0
    heard_by(protocol, writer, reactor, [b"x"])
    assert [type(why) for why in reactor.lost] == [ZeroDivisionError]
    assert "could not be read" in caplog.text


def test_other_reactor_reads_in_its_own_way(protocol, writer):
    protocol.transport.reactor = object()
    writer.hear(lambda payload: True)
    protocol.dataReceived(b"x")
    assert protocol.received == [b"x"]

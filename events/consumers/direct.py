"""Writes frames straight to a connection's socket, behind Daphne and uvicorn.

Through ASGI every frame costs a coroutine, a dict and an encoding for every reader; here all readers share the bytes.
Whatever is not exactly as expected gives None: then the room uses ASGI `send`.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

from twisted.internet.tcp import Connection as TwistedTransport

from events.consumers.hearing import Ear

SEND_BUFFER = 64 * 1024
# A reader for whom so much waits does not read.
MOST_WAITING = 256 * 1024
DEEPEST = 8


class Writer(Protocol):
    """The way to one reader."""

    def is_clear(self) -> bool:
        """Whether the connection is open, and nothing waits in its transport."""

    def hear(self, hear: Callable[[bytes], bool]) -> None:
        """Give it the whole messages of this reader, if there is a shorter way than the server's."""

    def push(self, wire: bytes) -> bool:
        """Write one frame if the way is clear; False: nothing was written."""

    def write(self, wire: bytes) -> None:
        """Write one frame, behind what waits; a reader for whom too much waits is cut off."""

    def abort(self) -> None:
        """Cut the connection; nothing happens where it is gone."""


def find_writer(send: Any) -> Writer | None:
    """The writer of the connection that ASGI `send` serves, None if there is any doubt."""
    try:
        for server_protocol in _protocols_behind(send):
            transport = server_protocol.transport
            if isinstance(transport, TwistedTransport):
                return None if getattr(transport, "TLS", False) else TwistedWriter(server_protocol, transport)
            if transport.get_extra_info("ssl_object") is None:
                return AsyncioWriter(server_protocol, transport)
    except (AttributeError, OSError, TypeError):
        return None
    return None


def _protocols_behind(send: Any) -> Iterator[Any]:
    """Daphne binds its protocol as an argument, uvicorn as the method's owner; middleware may stand before both."""
    for _ in range(DEEPEST):
        if isinstance(send, partial):
            yield from (argument for argument in send.args if hasattr(argument, "transport"))
            send = send.func
            continue
        owner = getattr(send, "__self__", None)
        if hasattr(owner, "transport"):
            yield owner
        # Channels' session middleware keeps the server's own under this name.
        send = getattr(owner, "real_send", None) or _enclosed(send)
        if send is None:
            return


def _enclosed(send: Any) -> Any:
    """The `send` that a wrapping function closes over."""
    names = getattr(getattr(send, "__code__", None), "co_freevars", ())
    cells = getattr(send, "__closure__", None) or ()
    return next((cell.cell_contents for name, cell in zip(names, cells, strict=True) if "send" in name), None)


class TwistedWriter:
    """Behind Daphne: autobahn's protocol on a Twisted transport.

    With a thousand readers the time goes into memory that is touched once for each. So the transport is looked at only
    after somebody else has written to it, and the protocol tells when it closes.
    """

    __slots__ = ("_is_closing", "_is_touched", "_protocol", "_send", "_transport")

    def __init__(self, protocol: Any, transport: Any) -> None:
        self._protocol, self._transport = protocol, transport
        handle: socket.socket = transport.getHandle()
        # Each attribute that is relied on later must be there now.
        _ = (transport.dataBuffer, transport.offset, transport._tempDataBuffer, transport._tempDataLen)
        _ = (transport.disconnecting, transport.connected, protocol.sendData)
        self._is_closing, self._is_touched = protocol.state != protocol.STATE_OPEN, True
        _let_go_of_handshake(transport)
        # autobahn writes with nothing else.
        transport.write = self._noting(transport.write, is_end=False)
        protocol.sendCloseFrame = self._noting(protocol.sendCloseFrame, is_end=True)
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._send: Callable[[bytes], int] = handle.send

    def _noting(self, go_on: Callable[..., Any], *, is_end: bool) -> Callable[..., Any]:
        def noted(*args: Any, **options: Any) -> Any:
            self._is_touched = True
            self._is_closing = self._is_closing or is_end
            return go_on(*args, **options)

        return noted

    def is_clear(self) -> bool:
        """See Writer."""
        if self._is_closing:
            return False
        if self._is_touched:
            transport = self._transport
            waits = transport._tempDataBuffer or transport.dataBuffer or transport.disconnecting
            self._is_touched = bool(waits or not transport.connected)
        return not self._is_touched

    def hear(self, hear: Callable[[bytes], bool]) -> None:
        """See Writer."""
        with suppress(AttributeError):
            Ear(self._protocol, self._transport, hear)

    def push(self, wire: bytes) -> bool:
        """See Writer."""
        if (self._is_touched or self._is_closing) and not self.is_clear():
            return False
        try:
            written = self._send(wire)
        except BlockingIOError:
            written = 0
        except OSError:
            # The reactor notices the loss by itself; nothing more goes to this reader.
            self._is_closing = True
            return False
        if written < len(wire):
            self._transport.write(wire[written:])
        return True

    def write(self, wire: bytes) -> None:
        """See Writer."""
        if self.push(wire) or self._is_closing:
            return
        transport = self._transport
        if len(transport.dataBuffer) - transport.offset + transport._tempDataLen > MOST_WAITING:
            self.abort()
        else:
            self._protocol.sendData(wire)

    def abort(self) -> None:
        """See Writer."""
        self._transport.abortConnection()


def _let_go_of_handshake(transport: Any) -> None:
    """Twisted's HTTP channel would stay, with its request and headers, as long as the socket does."""
    channel = transport.producer
    transport.unregisterProducer()
    # The two hold each other; without this they would wait for a collection.
    requests = getattr(channel, "requests", None)
    if isinstance(requests, list):
        requests.clear()


class AsyncioWriter:
    """Behind uvicorn: its protocols on a transport of asyncio or uvloop."""

    __slots__ = ("_fd", "_protocol", "_state", "_transport")

    def __init__(self, protocol: Any, transport: Any) -> None:
        self._protocol, self._transport = protocol, transport
        handle = transport.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._fd: int = handle.fileno()
        # Two of uvicorn's protocols keep the state in `conn`, the oldest is the state machine itself.
        self._state = getattr(protocol, "conn", protocol)
        _ = (transport.get_write_buffer_size(), transport.is_closing(), self._state.state.name)

    def is_clear(self) -> bool:
        """See Writer."""
        return self._transport.get_write_buffer_size() == 0 and self._is_open()

    def _is_open(self) -> bool:
        closing = self._transport.is_closing() or getattr(self._protocol, "close_sent", False)
        return not closing and self._state.state.name == "OPEN"

    def hear(self, hear: Callable[[bytes], bool]) -> None:
        """See Writer: uvicorn's own way is short."""

    def push(self, wire: bytes) -> bool:
        """See Writer."""
        if not self.is_clear():
            return False
        try:
            written = os.write(self._fd, wire)
        except BlockingIOError:
            written = 0
        except OSError:
            return False
        if written < len(wire):
            self._transport.write(wire[written:])
        return True

    def write(self, wire: bytes) -> None:
        """See Writer."""
        if self.push(wire) or not self._is_open():
            return
        if self._transport.get_write_buffer_size() > MOST_WAITING:
            self.abort()
        else:
            self._transport.write(wire)

    def abort(self) -> None:
        """See Writer."""
        self._transport.abort()

"""Hears frames straight from a connection behind Daphne.

A thousand readers acknowledge in the same moment. Through Twisted, autobahn, Daphne's queue and a task each of these
frames costs longer than sending one to a reader, and what is to be shown next waits for all of them.
"""

import logging
from collections.abc import Callable
from typing import Any

# The first two bytes of a whole text message from a client, of a short and of a longer one.
FINAL_TEXT, MASKED = 0x81, 0x80
SHORT, LONGER = 125, 126
READ_AT_ONCE = 64 * 1024

logger = logging.getLogger(__name__)


class Ear:
    """Reads a connection's socket in the reactor's place. Whatever is not a whole text message it gives on.

    Should Twisted stop and start to read, its own reader takes this one's place, and all goes the usual way.
    """

    __slots__ = ("_hear", "_protocol", "_reactor", "_receive", "_transport")

    def __init__(self, protocol: Any, transport: Any, hear: Callable[[bytes], bool]) -> None:
        self._protocol, self._transport, self._hear = protocol, transport, hear
        self._reactor, self._receive = transport.reactor, transport.getHandle().recv
        # Each attribute that is relied on later must be there now.
        _ = (protocol.data, protocol.current_frame, protocol.inside_message, protocol.state, protocol.STATE_OPEN)
        _ = (self._reactor._readOrWrite, self._reactor._disconnectSelectable, transport._dataReceived)
        if transport not in self._reactor._readers:
            raise AttributeError("the reactor does not read this connection")
        self._reactor._asyncioEventloop.add_reader(transport.fileno(), self._read)

    def _read(self) -> None:
        try:
            data = self._receive(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            # The end of a connection is the reactor's business; it finds the same.
            self._reactor._readOrWrite(self._transport, True)
        else:
            self._hand_on(data)

    def _take(self, data: bytes) -> bytes:
        """Hear the whole messages at the start of `data`; returns what is left."""
        protocol, start = self._protocol, 0
        if protocol.current_frame is not None or protocol.data or protocol.inside_message:
            return data
        while protocol.state == protocol.STATE_OPEN and (message := read_message(data, start)) is not None:
            payload, end = message
            if not self._hear(payload):
                break
            start = end
        return data[start:]

    def _hand_on(self, data: bytes) -> None:
        try:
            left = self._take(data)
            why = self._transport._dataReceived(left) if left else None
        except Exception as failure:
            # As the reactor does.
            logger.exception("A connection is closed: what came over it could not be read")
            why = failure
        if why:
            self._reactor._disconnectSelectable(self._transport, why, True)


def read_message(data: bytes, start: int = 0) -> tuple[bytes, int] | None:
    """The payload of a whole masked text message that begins at `start`, and where it ends; None: something else."""
    if len(data) - start < 6 or data[start] != FINAL_TEXT or data[start + 1] < MASKED:
        return None
    size, head = data[start + 1] - MASKED, 2
    if size == LONGER:
        size, head = int.from_bytes(data[start + 2 : start + 4], "big"), 4
    elif size > SHORT:
        return None
    begin = start + head + 4
    if len(data) < begin + size:
        return None
    mask = (data[begin - 4 : begin] * (size // 4 + 1))[:size]
    masked = int.from_bytes(data[begin : begin + size], "big")
    return (masked ^ int.from_bytes(mask, "big")).to_bytes(size, "big"), begin + size

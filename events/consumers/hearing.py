"""Hears acknowledgements straight from a connection behind Daphne.

A thousand readers acknowledge in the same moment. Through Twisted, autobahn, Daphne's queue and a task each of these
frames costs longer than sending one to a reader, and what is to be shown next waits for all of them.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

ACK = re.compile(rb'\{"type":"ack","seq":([0-9]{1,15})\}')
FINAL_TEXT, MASKED, LONGEST = 0x81, 0x80, 125
HEAD = 6
READ_AT_ONCE = 64 * 1024

logger = logging.getLogger(__name__)


class Ear:
    """Reads a connection's socket in the reactor's place, and gives on what is no lonely acknowledgement.

    Should Twisted stop and start to read, its own reader takes this one's place, and all goes the usual way.
    """

    __slots__ = ("_acknowledge", "_protocol", "_reactor", "_receive", "_transport")

    def __init__(self, protocol: Any, transport: Any, acknowledge: Callable[[int], bool]) -> None:
        self._protocol, self._transport, self._acknowledge = protocol, transport, acknowledge
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
        elif not self._take(data):
            self._give_on(data)

    def _take(self, data: bytes) -> bool:
        seq = read_acknowledgement(data)
        if seq is None:
            return False
        protocol = self._protocol
        is_alone = protocol.current_frame is None and not protocol.data and not protocol.inside_message
        return is_alone and protocol.state == protocol.STATE_OPEN and self._acknowledge(seq)

    def _give_on(self, data: bytes) -> None:
        try:
            why = self._transport._dataReceived(data)
        except Exception as failure:
            # As the reactor does.
            logger.exception("A connection is closed: what came over it could not be read")
            why = failure
        if why:
            self._reactor._disconnectSelectable(self._transport, why, True)


def read_acknowledgement(data: bytes) -> int | None:
    """The number in `data` if that is one whole masked text frame with an acknowledgement and nothing else."""
    size = len(data) - HEAD
    if not 0 < size <= LONGEST or data[0] != FINAL_TEXT or data[1] != MASKED | size:
        return None
    mask = (data[2:HEAD] * (size // 4 + 1))[:size]
    text = (int.from_bytes(data[HEAD:], "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")
    found = ACK.fullmatch(text)
    return int(found[1]) if found else None

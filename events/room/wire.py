"""WebSocket frames as they go over the wire (RFC 6455, 5.2): whole text messages of a server, unmasked."""

import struct

FINAL_TEXT = 0x81
SHORT, MEDIUM = 126, 65_536


def encode(payload: bytes) -> tuple[bytes, int]:
    """The bytes of one text message, and how many of them are the head."""
    size = len(payload)
    if size < SHORT:
        head = bytes((FINAL_TEXT, size))
    elif size < MEDIUM:
        head = struct.pack("!BBH", FINAL_TEXT, 126, size)
    else:
        head = struct.pack("!BBQ", FINAL_TEXT, 127, size)
    return head + payload, len(head)


class Packet:
    """One frame of the protocol for one or many sockets, kept once: as the bytes to write."""

    __slots__ = ("_head", "wire")

    def __init__(self, payload: str | bytes) -> None:
        self.wire, self._head = encode(payload.encode() if isinstance(payload, str) else payload)

    @property
    def text(self) -> str:
        """The same for a server that builds frames itself."""
        return self.wire[self._head :].decode()

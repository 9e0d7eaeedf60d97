"""Servers that are played: what of Twisted and autobahn the room relies on, and no more."""

from twisted.internet.tcp import Connection as TwistedTransport


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

"""How a connection's frames get out: straight to the socket, or through ASGI where that is not to be had."""

import asyncio
from typing import Any

from events.consumers.direct import Writer, find_writer
from events.room.connection import Connection

LOOK_AGAIN_S = 0.1
# A reader that does not answer the close is cut off.
ENDS_WITHIN_S = 5.0


class DirectOutlet:
    """Writes at once; while the reader's buffers are full nothing is taken for it, so nothing piles up."""

    def __init__(self, connection: Connection, writer: Writer, send: Any) -> None:
        self._connection, self._writer, self._send = connection, writer, send
        self._loop = asyncio.get_running_loop()
        self._later: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Write everything that the reader may have now."""
        connection, writer = self._connection, self._writer
        while (packet := connection.next_reply()) is not None:
            writer.write(packet.wire)
        while (is_clear := writer.is_clear()) and (packet := connection.next_events()) is not None:
            writer.write(packet.wire)
        if connection.close_code is not None:
            self._close(connection.close_code)
        elif not is_clear and self._later is None and connection.has_more:
            self._later = self._loop.call_later(LOOK_AGAIN_S, self._look_again)

    def _look_again(self) -> None:
        self._later = None
        self.wake()

    def _close(self, code: int) -> None:
        if self._closing is None:
            self._closing = self._loop.create_task(self._send({"type": "websocket.close", "code": code}))
            self._later = self._loop.call_later(ENDS_WITHIN_S, self._writer.abort)

    def end(self) -> None:
        """The socket is gone."""
        if self._later is not None:
            self._later.cancel()


class AsgiOutlet:
    """One task that sends; a server that holds back holds back only this reader."""

    def __init__(self, connection: Connection, send: Any) -> None:
        self._connection, self._send = connection, send
        self._awake = asyncio.Event()
        self.wake = self._awake.set
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while True:
            await self._awake.wait()
            self._awake.clear()
            while (packet := self._connection.next_packet()) is not None:
                await self._send({"type": "websocket.send", "text": packet.text})
            if self._connection.close_code is not None:
                await self._send({"type": "websocket.close", "code": self._connection.close_code})
                return

    def end(self) -> None:
        """The socket is gone."""
        self._task.cancel()


def open_outlet(connection: Connection, send: Any) -> DirectOutlet | AsgiOutlet:
    """The best way out for this connection."""
    writer = find_writer(send)
    if writer is None:
        outlet: DirectOutlet | AsgiOutlet = AsgiOutlet(connection, send)
    else:
        outlet = DirectOutlet(connection, writer, send)
        connection.push = writer.push
        writer.hear(connection.hear)
    connection.wake = outlet.wake
    return outlet

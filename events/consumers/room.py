"""The socket of a room: a thin shell that moves frames between ASGI and a connection."""

import asyncio
import logging
import random
from typing import Any

from channels.consumer import AsyncConsumer

from events.consumers.entry import Entry, enter, is_own_origin, session_key_of
from events.consumers.live import LiveRooms, live_rooms
from events.room import protocol
from events.room.connection import Connection
from events.room.limits import HEARTBEAT_S

RESTARTING = 1012
COME_BACK_MS = 3000

logger = logging.getLogger(__name__)


class RoomConsumer(AsyncConsumer):
    """One socket. `__call__` is its whole loop: no thread hop and no task for each frame."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Refuse a foreign page; accept everybody else, and close with a code whoever may not be here."""
        self.send_raw = send
        await receive()
        if not is_own_origin(scope["headers"]):
            await send({"type": "websocket.close"})
            return
        offered = scope.get("subprotocols", [])
        chosen = protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in offered else None
        await send({"type": "websocket.accept", "subprotocol": chosen})
        live, key, slug = live_rooms(), session_key_of(scope["headers"]), scope["url_route"]["kwargs"]["room"]
        entry = await live.read(enter, key, slug)
        if isinstance(entry, int):
            await send({"type": "websocket.close", "code": entry})
            return
        await self._stay(live, entry, key, receive)

    async def _stay(self, live: LiveRooms, entry: Entry, key: str, receive: Any) -> None:
        hub = await live.hub_of(entry.room)
        awake = asyncio.Event()
        connection = Connection(
            hub=hub, room_id=entry.room.pk, person=entry.person, submit=live.committer.submit, wake=awake.set
        )
        hub.enter(connection)
        helpers = [
            asyncio.ensure_future(self._send_out(connection, awake)),
            asyncio.ensure_future(_ask_again(live, connection, key)),
        ]
        try:
            await _take_in(connection, receive)
        except asyncio.CancelledError:
            await self._say_bye()
            raise
        finally:
            hub.leave(connection)
            for helper in helpers:
                helper.cancel()

    async def _send_out(self, connection: Connection, awake: asyncio.Event) -> None:
        while True:
            await awake.wait()
            awake.clear()
            while (text := connection.next_text()) is not None:
                await self.send_raw({"type": "websocket.send", "text": text})
            if connection.close_code is not None:
                await self.send_raw({"type": "websocket.close", "code": connection.close_code})
                return

    async def _say_bye(self) -> None:
        retry_ms = random.randrange(COME_BACK_MS)  # noqa: S311 - no secret: it spreads those who come back
        await self.send_raw({"type": "websocket.send", "text": protocol.bye(RESTARTING, retry_ms)})


async def _take_in(connection: Connection, receive: Any) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        connection.receive(message.get("text"))


async def _ask_again(live: LiveRooms, connection: Connection, key: str) -> None:
    """Sockets outlive sign-out and a lost role: look again at every heartbeat."""
    while connection.close_code is None:
        await asyncio.sleep(HEARTBEAT_S)
        try:
            entry = await live.read(enter, key, connection.hub.slug)
        except Exception:
            # The database is busy or gone: nobody is thrown out for that, and the next beat asks again.
            logger.exception("A session could not be looked at again")
            continue
        if isinstance(entry, int):
            connection.close(entry)


async def refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The answer at addresses that are no socket's."""
    await receive()
    await send({"type": "websocket.close"})

"""The socket of a room: a thin shell that moves frames between a server and a connection."""

import asyncio
import logging
import random
from typing import Any

from channels.consumer import AsyncConsumer
from django.db import DatabaseError

from events.consumers.entry import enter, is_own_origin, session_key_of
from events.consumers.live import COME_BACK_S, RESTARTING, LiveRooms, live_rooms
from events.consumers.outlets import open_outlet
from events.consumers.watch import Visit
from events.room import protocol
from events.room.limits import TOO_FAST

logger = logging.getLogger(__name__)


class RoomConsumer(AsyncConsumer):
    """One socket. `__call__` is its whole loop: no thread hop and no task for each frame."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Refuse a foreign page; accept everybody else, and close with a code whoever may not be here."""
        await receive()
        if not is_own_origin(scope["headers"]):
            await send({"type": "websocket.close"})
            return
        offered = scope.get("subprotocols", [])
        chosen = protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in offered else None
        await send({"type": "websocket.accept", "subprotocol": chosen})
        live, slug = live_rooms(), scope["url_route"]["kwargs"]["room"]
        visit = await _come_in(live, _take_key(scope["headers"]), slug, send)
        if isinstance(visit, int):
            await send({"type": "websocket.close", "code": visit})
        else:
            await _stay(live, visit, receive, send)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels' way to a handler; nothing comes this way."""
        raise NotImplementedError(message)


def _take_key(headers: Any) -> str:
    """The session key; the headers are of no more use, and a thousand sockets would keep them for hours."""
    key = session_key_of(headers)
    if isinstance(headers, list):
        headers.clear()
    return key


async def _come_in(live: LiveRooms, key: str, slug: str, send: Any) -> Visit | int:
    """A person in a room, or the code that the socket closes with; who comes in a crowd waits or is sent back."""
    wait, retry = live.ask_admission(slug)
    if retry:
        await _send_back(send, TOO_FAST, retry)
        return TOO_FAST
    if wait:
        await asyncio.sleep(wait)
    try:
        entry = await live.read(enter, key, slug)
        return entry if isinstance(entry, int) else await live.begin(entry, key)
    except DatabaseError:
        logger.exception("Nobody can come in: the database does not answer")
        await _send_back(send, RESTARTING, random.uniform(1, COME_BACK_S))  # noqa: S311 - no secret: it spreads them
        return TOO_FAST


async def _send_back(send: Any, code: int, retry_s: float) -> None:
    await send({"type": "websocket.send", "text": protocol.bye(code, int(retry_s * 1000))})


async def _stay(live: LiveRooms, visit: Visit, receive: Any, send: Any) -> None:
    connection = visit.connection
    outlet = open_outlet(connection, send)
    connection.hub.enter(connection)
    try:
        while (message := await receive())["type"] != "websocket.disconnect":
            connection.receive(message.get("text"))
    except asyncio.CancelledError:
        if not live.is_draining:
            retry_s = random.uniform(0, COME_BACK_S)  # noqa: S311 - no secret: it spreads those who come back
            await _send_back(send, RESTARTING, retry_s)
        raise
    finally:
        connection.hub.leave(connection)
        live.watch.end(visit)
        outlet.end()


async def refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The answer at addresses that are no socket's."""
    await receive()
    await send({"type": "websocket.close"})

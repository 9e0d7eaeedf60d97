"""The hub with one part of its room taken away; which, the environment says (ROOM_VARIANT)."""

import itertools
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from events.room import committer, hub, ring
from events.room.events import Draft, Event, Stored

VARIANT = os.environ["ROOM_VARIANT"]

if VARIANT == "uncoalesced":
    # One frame and one write for each client and message, as the peers do.
    hub.FLUSH_S = hub.SOONEST_FLUSH_S = 0.0
    ring.FRAME_EVENTS = 1
elif VARIANT == "one_insert":
    committer.LARGEST_BATCH = 1

from secunity.asgi import application  # noqa: E402, F401 - served from here

if VARIANT == "not_durable":
    from events.consumers import live

    _numbers: dict[int, Any] = {}

    def remember(drafts: Sequence[Draft]) -> list[Stored]:
        """As append_drafts, but nothing is written."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        stored = []
        for draft in drafts:
            seq = next(_numbers.setdefault(draft.room_id, itertools.count(1)))
            event = Event(seq, draft.kind, draft.actor, {"body": draft.body}, at, draft.cid)
            stored.append(Stored(seq, at, event))
        return stored

    async def nothing(_rooms: live.LiveRooms) -> None:
        """The database knows of no heads."""

    # The room is known nowhere else.
    live.KEEP_EMPTY_S = float("inf")
    live.append_drafts = remember  # type: ignore[assignment]
    live.LiveRooms._compare_heads = nothing  # type: ignore[method-assign]

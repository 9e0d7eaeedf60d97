"""Durable messages a second: the room's one writer with group commit against one transaction for each message.

Run as a program on the database that the environment names; prints JSON.
"""

import asyncio
import itertools
import json
import sys
import time
import uuid
from collections.abc import Sequence

import django

django.setup()

from django.db import connection  # noqa: E402 - needs the settings

from community.models import User  # noqa: E402
from events.consumers.live import LiveRooms, live_rooms  # noqa: E402
from events.models import Room, RoomEvent  # noqa: E402
from events.room import committer  # noqa: E402
from events.room.events import Draft, Outcome, Person  # noqa: E402

SENDERS = 1000
SECONDS = 3.0
BODY = "so the working group agrees to adopt the draft, any objections? #meeting"


async def messages_per_second(room_id: int, person: Person, largest_batch: int) -> float:
    """Each sender has one message in flight; counts what came back as stored."""
    committer.LARGEST_BATCH = largest_batch
    live: LiveRooms = live_rooms()
    count, end = itertools.count(), time.perf_counter() + SECONDS

    def send(_outcome: Outcome | None = None) -> None:
        if _outcome is not None:
            next(count)
        if time.perf_counter() < end:
            live.committer.submit(Draft(room_id, person, str(uuid.uuid4()), "message", BODY), send)

    start = time.perf_counter()
    for _ in range(SENDERS if largest_batch > 1 else 20):
        send()
    while time.perf_counter() < end:
        await asyncio.sleep(0.05)
    stored = next(count)
    took = time.perf_counter() - start
    await live.close()
    return stored / took


def main(arguments: Sequence[str]) -> None:
    """Measure both ways in turn, as often as the first argument says."""
    user = User.objects.first() or User.objects.create(email="durable@bench.invalid", name="Durable")
    room = Room.objects.create(meeting_key=uuid.uuid4(), title_ja="測定")
    person = Person(user.pk, "Durable")
    grouped, single = [], []
    largest = committer.LARGEST_BATCH
    for _ in range(int(arguments[0])):
        grouped.append(asyncio.run(messages_per_second(room.pk, person, largest)))
        single.append(asyncio.run(messages_per_second(room.pk, person, 1)))
    stored = RoomEvent.objects.filter(room=room).count()
    room.refresh_from_db()
    whole = stored == room.head
    result = {"vendor": connection.vendor, "grouped": grouped, "single": single, "whole": whole}
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])

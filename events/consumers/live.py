"""What one event loop keeps alive for its rooms: hubs, the committer, the threads that talk to the database."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from events.actions.room import append_drafts, renew_epoch_if_restored
from events.consumers.drain import BeforeTheEnd
from events.consumers.entry import Entry
from events.consumers.readers import Readers
from events.consumers.watch import Visit, Watch
from events.models import Room
from events.queries.room import heads_of, read_log
from events.room.admission import Admission
from events.room.bus import process_bus
from events.room.committer import Committer
from events.room.connection import Connection
from events.room.events import Draft, Event, Outcome
from events.room.heads import SeenHeads
from events.room.hub import Hub
from events.room.limits import JOINS_PER_S
from events.tasks.red_talk import end_red_talks

POLL_S = 1.0
KEEP_EMPTY_S = 30.0
WRITER_RESTS_S = 5.0
# What a hub knows at its start, so that a restart does not send everybody to the log over HTTP.
RECENT_EVENTS = 1000
READ_AT_ONCE = 1000
RESTARTING = 1012
COME_BACK_S = 3.0

logger = logging.getLogger(__name__)
T = TypeVar("T")

seen_heads = SeenHeads(settings.DATA_DIR / "room-heads.json")


class LiveRooms:
    """All hubs of this event loop, by room id."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        # A thread of its own: a slow read must not hold up the one writer.
        self._writer = ThreadPoolExecutor(1, "room-writer")
        self._readers = Readers(self._loop)
        self._hubs: dict[int, Hub] = {}
        self._reading: set[int] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._poll: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._written_at = 0.0
        self._admission = Admission(self._loop.time())
        self.committer = Committer(self._write, self._publish)
        self.watch = Watch(self.read)
        self.is_draining = False
        self._before_the_end = BeforeTheEnd(self._loop, self.drain)
        process_bus.listen(self._hinted, self._person_changed)

    async def read(self, function: Callable[..., T], *args: Any, **options: Any) -> T:
        """Run a blocking database read in a thread of the rooms' own."""
        return await self._readers.ask(function, *args, **options)

    async def _write(self, drafts: Sequence[Draft]) -> list[Outcome]:
        self._written_at = self._loop.time()
        return await self._loop.run_in_executor(self._writer, _commit, drafts)

    async def _rest(self) -> None:
        await self._readers.rest()
        if self._written_at and self._loop.time() - self._written_at > WRITER_RESTS_S:
            self._written_at = 0.0
            await self._loop.run_in_executor(self._writer, close_old_connections)

    def ask_admission(self, slug: str) -> tuple[float, float]:
        """Seconds to wait before coming in; or 0.0, and the seconds after which to come again."""
        if self.is_draining:
            return 0.0, COME_BACK_S
        if any(hub.slug == slug and not hub.limits.joins_are_paced for hub in self._hubs.values()):
            return 0.0, 0.0
        return self._admission.ask(self._loop.time())

    async def begin(self, entry: Entry, key: str) -> Visit:
        """A person comes in: their connection, not open yet."""
        connection = Connection(
            hub=await self.hub_of(entry.room),
            room_id=entry.room.pk,
            person=entry.person,
            submit=self.committer.submit,
            wake=lambda: None,
        )
        return self.watch.begin(connection, key, entry)

    async def hub_of(self, room: Room) -> Hub:
        """The hub of this room, made with the newest part of its log where there is none yet."""
        async with self._opening:
            if room.pk not in self._hubs:
                epoch, head, recent = await self.read(open_log, room)
                self._hubs[room.pk] = Hub(
                    slug=room.slug,
                    epoch=epoch,
                    head=head,
                    recent=recent,
                    clock=self._loop,
                    request_log=partial(self._request_log, room.pk),
                    limits=room.caps,
                    pause_s=room.pause_s,
                    is_more_coming=partial(self.committer.has, room.pk),
                )
        if self._poll is None:
            self._poll = self._start(self._keep_time())
        return self._hubs[room.pk]

    def drain(self) -> None:
        """The server is about to stop: ask everybody to come back, no faster than the next one lets them in."""
        self.is_draining = True
        people = sum(len(hub.connections) for hub in self._hubs.values())
        for hub in self._hubs.values():
            hub.drain(RESTARTING, max(COME_BACK_S, people / JOINS_PER_S))

    async def close(self) -> None:
        """Let go of everything: hubs, tasks, threads."""
        process_bus.ignore(self._hinted, self._person_changed)
        self._before_the_end.forget()
        self._hubs.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.shutdown()
        self._readers.shutdown()
        _live.pop(self._loop, None)

    def _start(self, work: Any) -> asyncio.Task[Any]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _publish(self, room_id: int, events: list[Event]) -> None:
        if hub := self._hubs.get(room_id):
            hub.publish(events)
        process_bus.hint(room_id, events[-1].seq)

    def _hinted(self, room_id: int, head: int) -> None:
        self._on_loop(self._notice, room_id, head)

    def _person_changed(self, person_id: int) -> None:
        self._on_loop(lambda: self._start(self.watch.look_at_person(person_id)))

    def _on_loop(self, callback: Callable[..., Any], *args: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback, *args)

    def _notice(self, room_id: int, head: int) -> None:
        if hub := self._hubs.get(room_id):
            hub.notice_head(head)

    def _request_log(self, room_id: int, after: int) -> None:
        if room_id not in self._reading:
            self._reading.add(room_id)
            self._start(self._read_log(room_id, after))

    async def _read_log(self, room_id: int, after: int) -> None:
        events: list[Event] = []
        try:
            events = await self.read(read_log, room_id, after=after, limit=READ_AT_ONCE)
        except Exception:
            # The poll asks again in a second.
            logger.exception("The log of room %d could not be read", room_id)
        finally:
            self._reading.discard(room_id)
        if hub := self._hubs.get(room_id):
            hub.publish_read(events)
            if len(events) == READ_AT_ONCE:
                self._request_log(room_id, events[-1].seq)

    # --- once a second -------------------------------------------------------------------------------
    async def _keep_time(self) -> None:
        while self._hubs:
            await asyncio.sleep(POLL_S)
            for work in (self._tick, self._rest, self._compare_heads, self._exchange, self.watch.look_around):
                try:
                    await work()
                except Exception:
                    logger.exception("The open rooms could not be looked after; tried again in a second")
        self._poll = None

    async def _tick(self) -> None:
        for room_id, hub in list(self._hubs.items()):
            hub.tick()
            if not hub.connections and self._loop.time() - hub.idle_since > KEEP_EMPTY_S:
                del self._hubs[room_id]

    async def _exchange(self) -> None:
        """Tell the other processes who is here, and hear who is there."""
        carrier = process_bus.carrier
        if carrier is None:
            return
        for room_id, hub in list(self._hubs.items()):
            mine = hub.presence.summary(self._loop.time())
            hub.presence.hear(await self.read(carrier.exchange, room_id, mine))

    async def _compare_heads(self) -> None:
        # What was said under RED ends with the room, for those who still have it open too: the new epoch tells them.
        await self.read(end_red_talks, list(self._hubs))
        known = {room_id: (hub.epoch, hub.ring.head) for room_id, hub in self._hubs.items()}
        for room_id, (epoch, head) in (await self.read(heads_of, known)).items():
            hub = self._hubs.get(room_id)
            if hub is None:
                continue
            if epoch != known[room_id][0] or head < known[room_id][1]:
                await self._restore(room_id, hub, known[room_id])
            else:
                seen_heads.note(hub.slug, epoch, head)
                hub.notice_head(head)
        await self.read(seen_heads.save)

    async def _restore(self, room_id: int, hub: Hub, known: tuple[str, int]) -> None:
        await self._loop.run_in_executor(self._writer, close_old_connections)
        await self.read(renew_epoch_if_restored, hub.slug, *known)
        room = await self.read(Room.objects.get, pk=room_id)
        hub.restore(*await self.read(open_log, room))


def open_log(room: Room) -> tuple[str, int, list[Event]]:
    """Epoch, head and newest events of a room; an older database than the one seen before gets a new epoch first."""
    seen_epoch, seen_head = seen_heads.seen(room.slug)
    epoch, head = heads_of([room.pk])[room.pk]
    if epoch == seen_epoch and head < seen_head:
        renew_epoch_if_restored(room.slug, seen_epoch, seen_head)
        epoch, head = heads_of([room.pk])[room.pk]
    seen_heads.note(room.slug, epoch, head)
    return epoch, head, read_log(room.pk, after=max(0, head - RECENT_EVENTS), limit=RECENT_EVENTS)


def _commit(drafts: Sequence[Draft]) -> list[Outcome]:
    """In the writer's thread, whose connection stays open between commits: opening it costs more than a commit."""
    try:
        return append_drafts(drafts)
    except DatabaseError:
        connection.close()
        raise


_live: "WeakKeyDictionary[asyncio.AbstractEventLoop, LiveRooms]" = WeakKeyDictionary()


def live_rooms() -> LiveRooms:
    """The rooms of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _live:
        _live[loop] = LiveRooms()
    return _live[loop]

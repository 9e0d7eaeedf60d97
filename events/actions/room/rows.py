"""Rows of a room's log, written with few statements: the lock on the room is held meanwhile."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model

from events.models import Room, RoomEvent, SentMessage
from events.models.room import take_name, take_words
from events.room.events import Event, to_json
from secunity.core.models import seal_for

EVENT_FIELDS = ("room", "seq", "kind", "actor", "pseudonym", "payload", "words", "target", "at", "cid")
SENT_FIELDS = ("room", "actor", "pseudonym", "cid", "seq")


def write_rows(
    room: Room,
    now: datetime,
    events: Sequence[Event],
    sent: Sequence[tuple[int, str, int]],
    sealed: Collection[int] = (),
) -> None:
    """Raise the room's head and insert its events and what is remembered of their senders.

    The words of the events whose seqs are `sealed` lie sealed at rest.
    """
    if events:
        _raise_head(room.pk, events[-1].seq)
        at = connection.ops.adapt_datetimefield_value(now)
        _insert(RoomEvent, EVENT_FIELDS, [_event_row(room.pk, at, event, event.seq in sealed) for event in events])
    if sent:
        _insert(SentMessage, SENT_FIELDS, [(room.pk, *_author(person), cid, seq) for person, cid, seq in sent])


def _raise_head(room_id: int, head: int) -> None:
    with connection.cursor() as cursor:
        # The table's name comes from the model.
        cursor.execute(f"UPDATE {Room._meta.db_table} SET head = %s WHERE id = %s", (head, room_id))  # noqa: S608


def _event_row(room_id: int, at: Any, event: Event, is_sealed: bool) -> tuple[Any, ...]:
    payload = take_name({name: value for name, value in event.payload.items() if name != "target"})
    words = None
    if is_sealed:
        payload, said = take_words(payload)
        words = seal_for("room").close(said.encode()) if said else None
    author = _author(event.actor.id)
    return (room_id, event.seq, event.kind, *author, to_json(payload), words, event.target, at, event.cid)


def _author(person_id: int | None) -> tuple[int | None, int | None]:
    """The user or the pseudonym whose id on the wire it is."""
    return (None, -person_id) if person_id is not None and person_id < 0 else (person_id, None)


def _insert(model: type[Model], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """As bulk_create, at a quarter of its cost: no objects, no conversions, one statement."""
    head, marks = _statement(model, names)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{head} {marks}", rows)
        else:
            cursor.execute(f"{head} {', '.join([marks] * len(rows))}", tuple(chain.from_iterable(rows)))


@cache
def _statement(model: type[Model], names: tuple[str, ...]) -> tuple[str, str]:
    columns = ", ".join(str(cast(Field[Any, Any], model._meta.get_field(name)).column) for name in names)
    # Names come from the models, values only as parameters.
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES", f"({', '.join(['%s'] * len(names))})"

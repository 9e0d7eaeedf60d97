"""What a commit reads first, with statements that are built once: the writer asks the same for every batch."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models.sql import Query

from events.models import Room, RoomEvent, SentMessage
from events.models.room import iso, wire_id
from events.room.events import Draft

Known = dict[tuple[int | None, str], tuple[int, str]]


def lock_room(room_id: int) -> Room | None:
    """The room, its row locked until the commit; None: there is no such room."""
    query, statement, columns = _lock(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, (room_id,))
        rows = cursor.fetchall()
    if not rows:
        return None
    compiler = query.get_compiler(connection=connection)
    (values,) = compiler.apply_converters(rows, compiler.get_converters(columns))
    return Room.from_db(connection.alias, [field.attname for field in Room._meta.concrete_fields], values)


@cache
def _lock(vendor: str) -> tuple[Query, str, list[Any]]:
    """The query of `lock_room`, its SQL for this database, and its columns.

    Nothing here may hold the connection: kept beyond the end of its thread, it would leave SQLite's log unmerged.
    """
    query = Room.objects.select_for_update().filter(pk=0).order_by().query
    compiler = query.get_compiler(connection=connection)
    statement, _ = compiler.as_sql()
    return query, statement, [column for column, *_ in compiler.select]


def stored_before(room: Room, drafts: Sequence[Draft]) -> Known:
    """What of `drafts` an earlier sending has stored: seq and moment by sender and cid."""
    actors = [(draft.actor.id, draft.cid) for draft in drafts if draft.actor.id is not None]
    seqs = {
        **_seqs(room, "actor_id", [(actor, cid) for actor, cid in actors if actor > 0]),
        **_seqs(room, "pseudonym_id", [(-actor, cid) for actor, cid in actors if actor < 0]),
    }
    if not seqs:
        return {}
    moments = RoomEvent.objects.filter(room=room, seq__in=seqs.values()).values_list("seq", "at")
    at = {seq: iso(moment) for seq, moment in moments}
    return {key: (seq, at.get(seq, "")) for key, seq in seqs.items()}


def _seqs(room: Room, author: str, keys: Sequence[tuple[int, str]]) -> dict[tuple[int | None, str], int]:
    """By author and cid together, as the unique keys are made: by cid alone the whole room would be looked through."""
    if not keys:
        return {}
    table, marks = SentMessage._meta.db_table, ", ".join(["(%s, %s)"] * len(keys))
    # Names come from here, values only as parameters. The keys come first: each of them is looked up.
    statement = (
        f"WITH asked (author, cid) AS (VALUES {marks}) "  # noqa: S608
        f"SELECT sent.actor_id, sent.pseudonym_id, sent.cid, sent.seq FROM asked CROSS JOIN {table} AS sent "
        f"WHERE sent.{author} = asked.author AND sent.cid = asked.cid AND sent.room_id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(part for key in keys for part in key), room.pk])
        return {(wire_id(actor, pseudonym), cid): seq for actor, pseudonym, cid, seq in cursor.fetchall()}

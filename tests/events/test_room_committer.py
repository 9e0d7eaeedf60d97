import asyncio

import pytest

from events.room.bus import ProcessBus
from events.room.committer import BUSY, LONGEST_QUEUE, Committer
from events.room.events import Draft, Person, Refused, Stored
from events.room.heads import SeenHeads
from events.room.kinds import read_lines
from events.room.limits import Bucket
from tests.factories.room import event


def draft(number: int, room_id: int = 1) -> Draft:
    return Draft(room_id, Person(1, "会員"), f"cid-{number}", "message", "本文")


async def test_what_arrives_during_a_commit_goes_into_the_next():
    batches, told, shown = [], [], []
    begun, gate = asyncio.Event(), asyncio.Event()

    async def commit(drafts):
        batches.append(len(drafts))
        begun.set()
        await gate.wait()
        return [Stored(1, "t", event(1)) for _ in drafts]

    committer = Committer(commit, lambda room_id, events: shown.append((room_id, len(events))))
    committer.submit(draft(0, room_id=2), told.append)
    await begun.wait()
    assert [committer.has(room_id) for room_id in range(3)] == [False, False, True]
    for number in range(1, 6):
        committer.submit(draft(number, room_id=number % 2), told.append)
    assert [committer.has(room_id) for room_id in range(3)] == [True, True, True]
    assert (told, shown) == ([], [])
    gate.set()
    await asyncio.sleep(0.01)
    assert batches == [1, 5]
    assert [committer.has(room_id) for room_id in range(3)] == [False, False, False]
    assert len(told) == 6
    assert sorted(shown) == [(0, 2), (1, 3), (2, 1)]


async def test_what_arrives_in_the_same_moment_shares_a_commit():
    batches = []

    async def commit(drafts):
        batches.append(len(drafts))
        return [Refused("closed") for _ in drafts]

    committer = Committer(commit, lambda *_: None)
    loop = asyncio.get_running_loop()
    # As the sockets of a room become readable: the first one is read a turn of the loop before the others.
    committer.submit(draft(0), lambda _: None)
    loop.call_soon(committer.submit, draft(1), lambda _: None)
    loop.call_soon(committer.submit, draft(2), lambda _: None)
    await asyncio.sleep(0.01)
    assert batches == [3]


@pytest.mark.parametrize("error", [OSError("no space left"), RuntimeError("busy")])
async def test_failed_commit_acknowledges_and_shows_nothing(error, caplog):
    told, shown = [], []

    async def commit(_drafts):
        raise error

    committer = Committer(commit, lambda *seen: shown.append(seen))
    committer.submit(draft(1), told.append)
    await asyncio.sleep(0.01)
    assert told == [BUSY]
    assert shown == []
    assert "not committed" in caplog.text


async def test_repeats_and_refusals_are_told_but_not_shown():
    told, shown = [], []

    async def commit(_drafts):
        return [Stored(4, "t"), Refused("closed")]

    committer = Committer(commit, lambda *seen: shown.append(seen))
    committer.submit(draft(1), told.append)
    committer.submit(draft(2), told.append)
    await asyncio.sleep(0.01)
    assert told == [Stored(4, "t"), Refused("closed")]
    assert shown == []


async def test_full_queue_refuses_at_once():
    told = []

    async def commit(_drafts):
        await asyncio.sleep(60)

    committer = Committer(commit, lambda *_: None)
    for number in range(LONGEST_QUEUE + 1):
        committer.submit(draft(number), told.append)
    assert told == [BUSY]
    committer._work.cancel()


def test_bus_tells_every_listener():
    bus, heard = ProcessBus(), []
    listener = lambda *hint: heard.append(hint)  # noqa: E731 - one line says it best
    bus.listen(listener)
    bus.hint(3, 9)
    bus.ignore(listener)
    bus.hint(3, 10)
    assert heard == [(3, 9)]


def test_seen_heads_survive_a_restart(tmp_path):
    file = tmp_path / "data" / "heads.json"
    heads = SeenHeads(file)
    assert heads.seen("a") == ("", 0)
    heads.note("a", "e1", 5)
    heads.note("a", "e1", 3)
    heads.save()
    assert SeenHeads(file).seen("a") == ("e1", 5)
    heads.note("a", "e2", 1)
    assert heads.seen("a") == ("e2", 1)
    file.write_text("[cut")
    assert SeenHeads(file).seen("a") == ("", 0)


def test_bucket_refills_with_time():
    bucket = Bucket(rate=2, burst=2, now=0)
    assert [bucket.take(0), bucket.take(0)] == [0, 0]
    assert bucket.take(0) == pytest.approx(0.5)
    assert bucket.take(0.5) == 0
    assert bucket.take(0.4) > 0


def test_lines_show_edits_and_removals():
    lines = read_lines(
        [
            event(1, body="最初"),
            event(2, body="次"),
            event(3, "edit", body="最初（訂正）", target=1),
            event(4, "edit", body="古い頁の訂正", target=99),
            event(5).without_body(),
        ]
    )
    assert [(line.seq, line.body, line.is_edited, line.is_redacted) for line in lines] == [
        (1, "最初（訂正）", True, False),
        (2, "次", False, False),
        (5, "", False, True),
    ]

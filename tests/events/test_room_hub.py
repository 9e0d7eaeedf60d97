from dataclasses import replace

import pytest

from events.room.kinds import KINDS
from events.room.kinds.base import Kind
from events.room.limits import NORMAL
from tests.factories.room import EPOCH, ROOM, Room, event


def test_hello_is_answered_with_the_head_and_the_limits():
    socket = Room(head=7).socket()
    (welcome,) = socket.hello()
    assert welcome["type"] == "welcome"
    assert welcome["you"] == {"id": 1, "name": "会員1"}
    assert (welcome["room"], welcome["epoch"], welcome["head"], welcome["from"]) == (ROOM, EPOCH, 7, 8)
    assert 800 <= welcome["limits"].pop("ack_ms") <= 1200
    assert welcome["limits"] == {
        "text": 2000,
        "edit_s": 900,
        "frame": 16384,
        "frames_per_s": 5,
        "burst": 10,
        "ack_events": 512,
        "window_events": 8192,
        "window_bytes": 262144,
    }


def test_readers_are_told_to_acknowledge_at_different_moments():
    room = Room(head=0)
    moments = {room.socket(person).hello()[0]["limits"]["ack_ms"] for person in range(1, 41)}
    assert len(moments) > 10


def test_hello_with_last_gets_everything_after_it_once():
    room = Room(recent=[event(seq) for seq in range(3, 9)])
    welcome, ev = room.socket().hello(last=5)
    assert welcome["from"] == 6
    assert ev["from"] == 6
    assert [one["seq"] for one in ev["evs"]] == [6, 7, 8]


@pytest.mark.parametrize(("fields", "why"), [({"last": 1}, "behind"), ({"last": 8, "epoch": "other"}, "epoch")])
def test_hello_that_cannot_be_continued_is_reset(fields, why):
    room = Room(recent=[event(seq) for seq in range(3, 9)])
    assert room.socket().hello(**fields) == [{"type": "reset", "epoch": EPOCH, "head": 8, "why": why}]


def test_hello_ahead_of_this_process_waits_for_the_log():
    room = Room(head=8)
    socket = room.socket()
    assert socket.hello(last=10) == []
    assert room.asked == [8]
    room.hub.publish_read([event(9), event(10)])
    (welcome,) = socket.frames()
    assert welcome["from"] == 11
    room.hub.publish([event(11)])
    room.clock.advance(0.01)
    assert socket.seqs() == [11]


def test_hello_ahead_of_the_log_itself_is_reset():
    room = Room(head=8)
    socket = room.socket()
    socket.hello(last=10)
    room.hub.publish_read([])
    assert [frame["why"] for frame in socket.frames()] == ["ahead"]


def test_reset_client_comes_back_with_hello_or_resume():
    room = Room(recent=[event(seq) for seq in range(3, 9)])
    socket = room.socket()
    socket.hello(last=1)
    room.hub.publish([event(9)])
    assert socket.frames() == []
    (ev,) = socket.say("resume", last=8)
    assert [one["seq"] for one in ev["evs"]] == [9]
    room.hub.publish([event(10)])
    room.clock.advance(0.01)
    assert socket.seqs() == [10]


def test_first_event_leaves_at_once_and_the_next_ones_share_a_frame():
    room = Room()
    sockets = [room.socket(person) for person in (1, 2)]
    for socket in sockets:
        socket.hello()
    room.hub.publish([event(1)])
    assert [socket.seqs() for socket in sockets] == [[1], [1]]
    room.hub.publish([event(2)])
    room.hub.publish([event(3), event(4)])
    assert [socket.frames() for socket in sockets] == [[], []]
    room.clock.advance(0.01)
    for socket in sockets:
        (frame,) = socket.frames()
        assert [one["seq"] for one in frame["evs"]] == [2, 3, 4]


def test_hole_is_never_shown_but_read_from_the_log():
    room = Room()
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(2)])
    assert socket.frames() == []
    assert room.asked == [0]
    room.hub.publish_read([event(1), event(2)])
    assert socket.seqs() == [1, 2]


def test_repeated_and_late_events_are_shown_once():
    room = Room()
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(1), event(2)])
    room.hub.publish([event(1)])
    room.hub.publish_read([event(2), event(3)])
    room.clock.advance(0.01)
    assert socket.seqs() == [1, 2, 3]


def test_hint_reads_the_log_only_when_it_is_news():
    room = Room(head=5)
    room.hub.notice_head(5)
    room.hub.notice_head(4)
    assert room.asked == []
    room.hub.notice_head(7)
    assert room.asked == [5]


def test_lagging_reader_is_sent_only_its_window():
    room = Room(limits=replace(NORMAL, window_events=10))
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(seq) for seq in range(1, 31)])
    assert socket.seqs() == list(range(1, 11))
    assert socket.say("ack", seq=10)[0]["evs"][0]["seq"] == 11
    socket.say("ack", seq=999)
    assert socket.connection.acked == 10


def test_window_counts_bytes_too():
    room = Room(limits=replace(NORMAL, window_bytes=10_000))
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(seq, body="あ" * 1000) for seq in range(1, 11)])
    assert socket.seqs() == [1, 2, 3]
    socket.say("ack", seq=3)
    assert socket.connection.cursor == 6


def test_reader_behind_the_ring_is_reset(monkeypatch):
    monkeypatch.setattr("events.room.ring.RING_EVENTS", 20)
    monkeypatch.setattr("events.room.ring.SLACK", 1)
    room = Room()
    socket = room.socket()
    socket.hello()
    for seq in range(1, 101):
        room.hub.publish([event(seq)])
    room.clock.advance(0.01)
    (reset,) = socket.frames()
    assert (reset["type"], reset["why"], reset["head"]) == ("reset", "behind", 100)
    assert len(room.hub.ring._texts) <= 21


def test_ring_forgets_by_bytes(monkeypatch):
    monkeypatch.setattr("events.room.ring.RING_BYTES", 5000)
    room = Room()
    room.hub.publish([event(seq, body="x" * 900) for seq in range(1, 40)])
    assert room.hub.ring.start > 30
    assert room.hub.ring.head == 39


def test_resume_repeats_from_there():
    room = Room()
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(seq) for seq in range(1, 6)])
    assert socket.seqs() == [1, 2, 3, 4, 5]
    assert [one["seq"] for one in socket.say("resume", last=2)[0]["evs"]] == [3, 4, 5]


def test_redaction_takes_the_body_from_whoever_has_not_got_it():
    room = Room()
    early = room.socket(1)
    early.hello()
    room.hub.publish([event(1, body="秘密"), event(2, "edit", body="秘密2", target=1)])
    assert early.seqs() == [1, 2]
    room.hub.publish([event(3, "redaction", target=1)])
    (welcome, ev) = room.socket(2).hello(last=0)
    room.clock.advance(0.01)
    assert [one["payload"] for one in ev["evs"]] == [{}, {"target": 1}]
    assert early.seqs() == [3]
    assert welcome["head"] == 2


def test_message_and_its_redaction_in_one_flush_leave_without_a_body():
    room = Room()
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(1, body="秘密"), event(2, "redaction", target=1)])
    (frame,) = socket.frames()
    assert "秘密" not in str(frame)


def test_restored_database_starts_everybody_again():
    room = Room(head=9)
    socket = room.socket()
    socket.hello()
    room.hub.restore("e2", 4, [event(seq) for seq in range(1, 5)])
    assert socket.frames() == [{"type": "reset", "epoch": "e2", "head": 4, "why": "epoch"}]
    welcome, ev = socket.hello(last=2, epoch="e2")
    assert (welcome["epoch"], ev["from"]) == ("e2", 3)


def test_kind_can_change_the_hub_of_each_process_once_for_each_event(monkeypatch):
    told = []
    slow = Kind("slow_mode", lambda talk, event: None, live=lambda hub, event: told.append((hub.slug, event.seq)))
    monkeypatch.setitem(KINDS, "slow_mode", slow)
    room = Room(recent=[event(1), event(2, "slow_mode")])
    room.hub.publish([event(3, "slow_mode"), event(4)])
    room.hub.publish_read([event(3, "slow_mode"), event(5, "slow_mode")])
    room.hub.publish([event(9, "slow_mode")])
    assert told == [(ROOM, 2), (ROOM, 3), (ROOM, 5)]

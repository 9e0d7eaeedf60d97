from itertools import count

import pytest

from events.room.events import Refused, Stored
from events.room.limits import SILENCE_S
from tests.factories.room import Room, event

CID = "0190a1b2-c3d4-7e5f-8a9b-{:012d}"


def test_heartbeat_tells_the_head_and_a_silent_socket_is_closed():
    room = Room(head=3)
    talking, silent = room.socket(1), room.socket(2)
    talking.hello()
    silent.hello()
    beats = 0
    for _ in range(46):
        room.clock.advance(1)
        room.hub.tick()
        for frame in talking.frames():
            assert (frame["type"], frame["head"]) == ("hb", 3)
            beats += 1
            talking.say("hb", t=frame["t"], ack=3)
    assert 2 <= beats <= 4
    assert talking.close_code is None
    assert silent.close_code == 4408


def test_reader_that_never_acknowledges_is_closed():
    room = Room()
    socket = room.socket()
    socket.hello()
    room.hub.publish([event(1)])
    socket.frames()
    for _ in range(int(SILENCE_S) + 1):
        room.clock.advance(1)
        socket.say("hb", t=0, ack=0)
        room.hub.tick()
    assert socket.close_code == 4408


def test_fourth_tab_of_a_person_is_closed():
    room = Room()
    sockets = [room.socket(1) for _ in range(4)]
    for number, socket in enumerate(sockets):
        socket.hello(tab=f"tab-{number}")
    assert [socket.close_code for socket in sockets] == [None, None, None, 4409]
    other = room.socket(2)
    other.hello()
    assert other.close_code is None


def test_tab_that_comes_back_replaces_its_own_dead_socket():
    room = Room()
    sockets = [room.socket(1) for _ in range(3)]
    for number, socket in enumerate(sockets):
        socket.hello(tab=f"tab-{number}")
    room.clock.advance(5)
    again = room.socket(1)
    again.hello(tab="tab-1")
    assert again.close_code is None
    assert [socket.close_code for socket in sockets] == [None, 4409, None]


def test_sockets_that_never_greet_are_limited_too():
    room = Room()
    sockets = [room.socket(1) for _ in range(7)]
    assert [socket.close_code for socket in sockets] == [None] * 6 + [4409]


def test_frame_before_hello_and_invalid_frame_close():
    room = Room()
    early, wrong, binary, large, other = (room.socket(person) for person in range(1, 6))
    early.say("ack", seq=1)
    wrong.hello()
    wrong.connection.receive("{")
    binary.connection.receive(None)
    large.connection.receive("x" * 20_000)
    other.hello(room="room-two")
    codes = [socket.close_code for socket in (early, wrong, binary, large, other)]
    assert codes == [4400, 4400, 4400, 4413, 4403]


def test_send_is_submitted_and_answered():
    room = Room()
    socket = room.socket(3)
    socket.hello()
    assert socket.say("send", cid=CID.format(1), kind="message", body="こんにちは", reply_to=None) == []
    draft, deliver = room.drafts[0]
    assert (draft.room_id, draft.actor.id, draft.kind, draft.body) == (1, 3, "message", "こんにちは")
    deliver(Stored(4, "2026-11-24T10:00:00.000Z", event(4)))
    deliver(Stored(4, "2026-11-24T10:00:00.000Z"))
    deliver(Refused("closed"))
    assert socket.frames() == [
        {"type": "ok", "cid": CID.format(1), "seq": 4, "at": "2026-11-24T10:00:00.000Z", "dup": False},
        {"type": "ok", "cid": CID.format(1), "seq": 4, "at": "2026-11-24T10:00:00.000Z", "dup": True},
        {"type": "nack", "cid": CID.format(1), "code": "closed", "retry_ms": None},
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"body": "あ" * 2001}, "too_long"),
        ({"body": "  "}, "forbidden"),
        ({"kind": "hologram", "body": "yes"}, "forbidden"),
        ({"kind": "edit", "body": "", "target": 1}, "forbidden"),
    ],
)
def test_send_that_breaks_a_rule_is_refused_in_words(fields, code):
    socket = Room().socket()
    socket.hello()
    (nack,) = socket.say("send", **{"cid": CID.format(1), "kind": "message", **fields})
    assert (nack["type"], nack["cid"], nack["code"]) == ("nack", CID.format(1), code)


def test_too_many_sends_are_slowed_then_closed():
    room = Room()
    socket = room.socket()
    socket.hello()
    number = count()
    send = lambda: socket.say("send", cid=CID.format(next(number)), kind="message", body="早い")  # noqa: E731 - one line says it best
    for _ in range(10):
        assert send() == []
    (nack,) = send()
    assert nack["code"] == "retry"
    assert 0 < nack["retry_ms"] <= 201
    for _ in range(200):
        socket.say("ack", seq=0)
    room.clock.advance(0.21)
    assert send() == []
    for _ in range(30):
        send()
    assert socket.close_code == 4429


def test_flood_of_other_frames_is_closed():
    socket = Room().socket()
    socket.hello()
    for _ in range(600):
        socket.say("ack", seq=0)
    assert socket.close_code == 4429


def test_wire_form_is_heard_as_the_frame_itself():
    room = Room()
    socket = room.socket()
    assert socket.connection.hear(b'{"type":"hello","v":1,"room":"room-one","epoch":"e1","last":null,"tab":"t"}')
    assert [frame["type"] for frame in socket.frames()] == ["welcome"]
    room.hub.publish([event(1), event(2)])
    assert socket.seqs() == [1, 2]
    room.clock.advance(3)
    assert socket.connection.hear(b'{"type":"ack","seq":2}')
    assert (socket.connection.acked, socket.connection.heard_at) == (2, room.clock.time())
    assert not socket.connection.hear(b"\xff")
    assert socket.close_code is None


def test_acknowledgements_before_hello_and_too_many_of_them_close():
    room = Room()
    early, fast = room.socket(1), room.socket(2)
    early.connection.hear(b'{"type":"ack","seq":2}')
    assert early.close_code == 4400
    fast.hello()
    for _ in range(600):
        fast.connection.hear(b'{"type":"ack","seq":0}')
    assert fast.close_code == 4429

"""What is gone in a moment, slow mode, and who may come in when everybody comes at once."""

from dataclasses import replace
from itertools import count

import pytest

from events.room.admission import Admission
from events.room.events import Person
from events.room.limits import JOINS_PER_S, MOST_NAMED, NORMAL, SAMPLE, WAIT_S
from events.room.presence import Presence
from tests.factories.room import Room, event

CID = "0190a1b2-c3d4-7e5f-8a9b-{:012d}"


def told(room: Room, *sockets):
    """What each of the sockets was told of the moment by the next tick."""
    for socket in sockets:
        socket.glimpses.clear()
    room.clock.advance(1)
    room.hub.tick()
    for socket in sockets:
        socket.frames()
    return [[{**frame} for frame in socket.glimpses] for socket in sockets]


def test_newcomer_is_told_everything_and_the_others_what_changed():
    room = Room()
    one = room.socket(1)
    one.hello()
    ((first,),) = told(room, one)
    assert first == {
        "type": "eph",
        "present": 1,
        "sample": [{"id": 1, "name": "会員1"}],
        "typing": [],
        "slow_ms": 0,
        "reactions": {},
    }
    two = room.socket(2)
    two.hello()
    (news,), (everything,) = told(room, one, two)
    assert news == {"type": "eph", "present": 2, "sample": everything["sample"]}
    assert everything["present"] == 2
    assert told(room, one, two) == [[], []]
    room.hub.leave(two.connection)
    ((gone,),) = told(room, one)
    assert gone["present"] == 1


def test_person_with_two_tabs_is_present_once():
    room = Room()
    tabs = [room.socket(1) for _ in range(2)]
    for tab in tabs:
        tab.hello()
    assert told(room, *tabs)[0][0]["present"] == 1
    room.hub.leave(tabs[0].connection)
    assert told(room, tabs[1]) == [[]]


def test_typing_fades_by_itself():
    room = Room()
    one, two = room.socket(1), room.socket(2)
    for socket in (one, two):
        socket.hello()
    told(room, one, two)
    two.say("eph", typing=True)
    assert told(room, one)[0] == [{"type": "eph", "typing": [{"id": 2, "name": "会員2"}]}]
    later = [frame for _ in range(5) for frame in told(room, one)[0]]
    assert later == [{"type": "eph", "typing": []}]
    two.say("eph", typing=True)
    two.say("eph", typing=False)
    assert told(room, one) == [[]]


def test_reactions_are_counted_and_taken_back():
    room = Room()
    sockets = [room.socket(person) for person in (1, 2, 3)]
    for socket in sockets:
        socket.hello()
    room.hub.publish([event(1)])
    told(room, *sockets)
    for socket in sockets[:2]:
        socket.say("eph", reaction="👍", target=1)
    assert told(room, sockets[2])[0] == [{"type": "eph", "reactions": {"1": {"👍": 2}}}]
    sockets[0].say("eph", reaction="👍", target=1)
    sockets[0].say("eph", reaction="<b>", target=1)
    sockets[0].say("eph", reaction="👍", target=99)
    assert told(room, sockets[2])[0] == [{"type": "eph", "reactions": {"1": {"👍": 1}}}]
    late = room.socket(4)
    late.hello()
    assert told(room, late)[0][0]["reactions"] == {"1": {"👍": 1}}


def test_many_present_are_counted_and_few_are_named():
    presence = Presence()
    for number in range(MOST_NAMED):
        presence.come(Person(number, f"会員{number:04}"))
    assert len(presence.news(0, 0)["sample"]) == MOST_NAMED
    presence.come(Person(999, "会員"))
    state = presence.news(0, 0)
    assert (state["present"], len(state["sample"])) == (MOST_NAMED + 1, SAMPLE)


def test_other_processes_add_their_people_and_reactions():
    here, there = Presence(), Presence()
    here.come(Person(1, "一"))
    here.react(Person(1, "一"), 7, "👍")
    there.come(Person(2, "二"))
    there.react(Person(2, "二"), 7, "👍")
    here.hear([there.summary(0)])
    state = here.news(0, 0)
    assert (state["present"], state["reactions"]) == (2, {"7": {"👍": 2}})
    assert [one["id"] for one in state["sample"]] == [1, 2]
    here.hear([there.summary(0)])
    assert here.news(0, 0) == {}
    here.hear([])
    assert here.news(0, 0)["reactions"] == {"7": {"👍": 1}}


def test_reader_that_is_busy_gets_only_the_newest_moment():
    room = Room()
    one, two = room.socket(1), room.socket(2)
    for socket in (one, two):
        socket.hello()
    for typing in (True, False, True):
        two.say("eph", typing=typing)
        room.clock.advance(1)
        room.hub.tick()
    one.frames()
    assert len(one.glimpses) == 1


# --- slow mode -------------------------------------------------------------------------------------
def full_room() -> Room:
    room = Room(limits=replace(NORMAL, slow_above=2))
    for person in (7, 8):
        room.socket(person).hello()
    return room


def test_large_room_is_slow_by_itself():
    room = full_room()
    one, numbers = room.socket(1), count()
    one.hello()
    for kind, fields in (("message", {}), ("edit", {"target": 1}), ("message", {})):
        assert one.say("send", cid=CID.format(next(numbers)), kind=kind, body="発言", **fields) == []
    assert told(room, one)[0][0]["slow_ms"] == 10_000
    # Whether it is too early the writer of the log says: other processes may have taken something of the same person.
    assert [(draft.kind, draft.pause_s) for draft, _ in room.drafts] == [("message", 10), ("edit", 0), ("message", 10)]


def test_chair_can_make_a_small_room_slow():
    room = Room()
    room.hub.slow_mode.pause_s = 3.0
    one = room.socket(1)
    one.hello()
    assert told(room, one)[0][0]["slow_ms"] == 3_000


# --- coming in, going away --------------------------------------------------------------------------
def test_crowd_comes_in_at_the_rate_of_a_process():
    admission = Admission(now=0.0, rate=100, burst=100)
    answers = [admission.ask(0.0) for _ in range(1000)]
    waits = [wait for wait, later in answers if not later]
    retries = [later for _, later in answers if later]
    assert len(waits) == pytest.approx(100 + WAIT_S * 100, abs=1)
    assert waits[:100] == [0.0] * 100
    assert max(waits) <= WAIT_S
    # Those sent away come back one after the other, all within the time in which the process can take them.
    assert min(retries) > 0
    assert max(retries) < 1000 / 100 + WAIT_S
    assert len({round(retry) for retry in retries}) > 5


def test_everybody_of_a_large_room_is_in_again_within_twenty_seconds():
    admission, waiting, entered = Admission(now=0.0), [(0.0, person) for person in range(2000)], {}
    while waiting:
        waiting.sort()
        now, person = waiting.pop(0)
        wait, later = admission.ask(now)
        if later:
            waiting.append((now + later, person))
        else:
            entered[person] = now + wait
    assert len(entered) == 2000
    # The process has other work too: a quarter of the time is left.
    assert max(entered.values()) <= 16.0
    for second in range(1, 20):
        assert sum(second <= moment < second + 1 for moment in entered.values()) <= JOINS_PER_S + 1


def test_quiet_process_lets_everybody_in_at_once():
    admission = Admission(now=0.0)
    assert [admission.ask(float(second)) for second in range(50)] == [(0.0, 0.0)] * 50


def test_drain_says_bye_to_each_at_a_moment_of_its_own():
    room = Room()
    sockets = [room.socket(person) for person in range(20)]
    for socket in sockets:
        socket.hello()
    room.hub.drain(1012, 5.0)
    byes = [socket.frames()[-1] for socket in sockets]
    assert {bye["type"] for bye in byes} == {"bye"}
    assert len({bye["retry_ms"] for bye in byes}) > 15
    assert all(0 <= bye["retry_ms"] <= 5000 for bye in byes)
    room.hub.publish([event(1)])
    room.clock.advance(1)
    assert [socket.seqs() for socket in sockets] == [[]] * 20


@pytest.mark.parametrize("close_with", [None, 1000])
def test_bye_ends_the_socket_only_where_it_should(close_with):
    socket = Room().socket(1)
    socket.hello()
    socket.connection.bye(1000, 1.5, close_with)
    assert socket.frames() == [{"type": "bye", "code": 1000, "retry_ms": 1500}]
    assert socket.close_code == close_with

"""Hints between processes: over Redis, and what becomes of them without it."""

import json
import time
from collections.abc import Callable

import pytest

from events.adapters import RedisCarrier
from events.adapters.redis_bus import CHANNEL, _hand_on
from events.room.bus import ProcessBus
from tests.servers import RedisServer, redis_server

WITHIN_S = 10.0


class Played:
    """A carrier that remembers."""

    def __init__(self) -> None:
        self.sent: list[tuple] = []
        self.starts = 0

    def send(self, name: str, *numbers: int) -> None:
        self.sent.append((name, *numbers))

    def start(self, deliver) -> None:
        self.starts += 1
        self.deliver = deliver

    def exchange(self, room_id: int, mine: dict) -> list[dict]:
        return []


@pytest.fixture(scope="module")
def redis():
    with redis_server() as server:
        yield server


@pytest.fixture
def carrier_to():
    """Makes carriers whose threads end with the test."""
    made: list[RedisCarrier] = []

    def make(url: str) -> RedisCarrier:
        made.append(RedisCarrier(url))
        return made[-1]

    yield make
    for carrier in made:
        carrier.close()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def listening(bus: ProcessBus) -> tuple[list, list]:
    heads, people = [], []
    bus.listen(lambda *hint: heads.append(hint), people.append)
    return heads, people


def test_hints_go_to_this_process_and_to_the_carrier():
    bus = ProcessBus()
    bus.carrier = Played()
    heads, people = listening(bus)
    listening(bus)
    bus.hint(1, 5)
    bus.recheck(7)
    assert (heads, people) == ([(1, 5)], [7])
    assert bus.carrier.sent == [("head", 1, 5), ("person", 7)]
    assert bus.carrier.starts == 1
    bus.carrier.deliver("head", [2, 9])
    bus.carrier.deliver("hologram", [2, 9])
    bus.carrier.deliver("head", [2])
    assert heads == [(1, 5), (2, 9)]
    # What comes from others is not sent on.
    assert len(bus.carrier.sent) == 2


def test_hints_reach_another_process_over_redis(redis: RedisServer, carrier_to):
    here, there = ProcessBus(), ProcessBus()
    here.carrier, there.carrier = carrier_to(redis.url), carrier_to(redis.url)
    heads, people = listening(there)

    def told() -> bool:
        here.hint(3, 12)
        here.recheck(4)
        return bool(heads and people)

    until(told)
    assert (heads[0], people[0]) == ((3, 12), 4)


def test_redis_that_comes_back_is_found_again(redis: RedisServer, carrier_to):
    here, there = ProcessBus(), ProcessBus()
    here.carrier, there.carrier = carrier_to(redis.url), carrier_to(redis.url)
    heads, _ = listening(there)
    until(lambda: here.hint(1, 1) is None and bool(heads))
    redis.stop()
    begin = time.monotonic()
    for head in range(2, 50):
        here.hint(1, head)
    assert time.monotonic() - begin < 1
    redis.start()
    until(lambda: here.hint(1, 99) is None and (1, 99) in heads)


def test_presence_is_exchanged_and_not_remembered(redis: RedisServer, carrier_to, monkeypatch):
    one, two = carrier_to(redis.url), carrier_to(redis.url)
    assert one.exchange(8, {"present": 1}) == []
    (told,) = two.exchange(8, {"present": 2})
    assert told["present"] == 1
    assert two.exchange(9, {"present": 2}) == []
    monkeypatch.setattr("events.adapters.redis_bus.STALE_S", 0.0)
    assert one.exchange(8, {"present": 1}) == []


def test_absent_redis_costs_nobody_anything(carrier_to):
    carrier = carrier_to("redis://127.0.0.1:1/0")
    assert carrier.exchange(1, {"present": 1}) == []
    for head in range(100):
        carrier.send("head", 1, head)
    assert len(carrier._waiting) <= 1


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'["head", "x"]', b"5", b'["head", null]', b"\xff"])
def test_hint_that_is_none_is_ignored(data, caplog):
    heard: list = []
    _hand_on(data, lambda *hint: heard.append(hint))
    assert heard == []
    assert "ignored" in caplog.text


def test_hints_carry_no_payload(redis: RedisServer, carrier_to):
    carrier = carrier_to(redis.url)
    with carrier._new_client(WITHIN_S).pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe(CHANNEL)
        subscription.get_message(timeout=1)
        carrier.send("head", 3, 12)
        messages: list = []
        until(lambda: bool((message := subscription.get_message(timeout=0.1)) and (messages.append(message) or True)))
    assert json.loads(messages[0]["data"]) == ["head", 3, 12]

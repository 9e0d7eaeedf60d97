"""Hints between processes over Redis: the only module of the room that knows it."""

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

CHANNEL = "secunity:rooms"
# It may be down, restarting or slow: nobody waits longer for it than this.
TIMEOUT_S = 0.5
REST_S = 0.5
LONGEST_REST_S = 5.0
# What a process has not said again for so long is no more true.
STALE_S = 5.0
MOST_WAITING = 10_000

logger = logging.getLogger(__name__)
Deliver = Callable[[str, list[int]], None]


class RedisCarrier:
    """Pub/sub for hints, one hash per room for who is present. Its threads start when they are first needed."""

    def __init__(self, url: str) -> None:
        self._url, self._me = url, secrets.token_hex(6)
        self._news = threading.Condition()
        # The latest head of each room is enough: what waits is bounded by the number of rooms.
        self._waiting: dict[tuple[str, int], list[int]] = {}
        self._publisher: threading.Thread | None = None
        self._client: Any = None
        self._is_closed = False

    def send(self, name: str, *numbers: int) -> None:
        """Hand a hint to the publishing thread."""
        with self._news:
            if len(self._waiting) < MOST_WAITING:
                self._waiting[name, numbers[0]] = list(numbers)
            if self._publisher is None:
                self._publisher = self._thread(self._publish_all, "room-hints-out")
            self._news.notify()

    def start(self, deliver: Deliver) -> None:
        """Begin to listen."""
        self._thread(lambda: self._hear(deliver), "room-hints-in")

    def exchange(self, room_id: int, mine: dict[str, Any]) -> list[dict[str, Any]]:
        """Store what is true here for a moment, and read what the others stored; [] while Redis is away."""
        key, now = f"secunity:room:{room_id}:present", time.time()
        try:
            pipe = self._connected().pipeline(transaction=False)
            pipe.hset(key, self._me, json.dumps({**mine, "t": now}))
            pipe.expire(key, int(2 * STALE_S))
            pipe.hgetall(key)
            told = pipe.execute()[-1]
        except Exception:
            self._client = None
            return []
        others = [json.loads(text) for process, text in told.items() if process.decode() != self._me]
        return [other for other in others if now - other["t"] < STALE_S]

    def close(self) -> None:
        """Let the threads end, each when it next has something to do."""
        with self._news:
            self._is_closed = True
            self._news.notify()

    def _connected(self) -> Any:
        if self._client is None:
            self._client = self._new_client(TIMEOUT_S)
        return self._client

    def _new_client(self, timeout: float | None) -> Any:
        # Not installed where there is one process only.
        import redis

        return redis.Redis.from_url(self._url, socket_timeout=timeout, socket_connect_timeout=TIMEOUT_S)

    def _thread(self, work: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        return thread

    def _publish_all(self) -> None:
        client = self._new_client(TIMEOUT_S)
        while not self._is_closed:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._is_closed)
                batch, self._waiting = self._waiting, {}
            try:
                pipe = client.pipeline(transaction=False)
                for (name, _), numbers in batch.items():
                    pipe.publish(CHANNEL, json.dumps([name, *numbers]))
                pipe.execute()
            except Exception as failure:
                # Lost hints are found by the poll of the heads.
                logger.warning("Hints were not sent: %s", failure)
                time.sleep(REST_S)

    def _hear(self, deliver: Deliver) -> None:
        rest = REST_S
        while not self._is_closed:
            try:
                with self._new_client(None).pubsub(ignore_subscribe_messages=True) as subscription:
                    subscription.subscribe(CHANNEL)
                    for message in subscription.listen():
                        rest = REST_S
                        _hand_on(message["data"], deliver)
            except Exception as failure:
                if self._is_closed:
                    return
                logger.warning("Hints are not heard for now: %s", failure)
                time.sleep(rest)
                rest = min(2 * rest, LONGEST_REST_S)


def _hand_on(data: bytes, deliver: Deliver) -> None:
    try:
        name, *numbers = json.loads(data)
        deliver(str(name), [int(number) for number in numbers])
    except (ValueError, TypeError):
        logger.warning("A hint that is none was ignored")

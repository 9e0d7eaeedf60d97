"""The state a browser keeps of a room follows the rules of the hub's kinds, and nothing is lost on the way to it."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from events.room.kinds import KINDS, replay
from tests.factories.room_parts import HUB_EVENTS, random_log

pytestmark = pytest.mark.e2e
MODULES = Path(__file__).parents[2] / "events" / "static" / "events" / "room"
ORIGIN = "http://room.invalid"
PARTS = ("questions", "polls", "hands", "moderation")
LOGS, LENGTH = 60, 80
REDUCE = """async (logs) => {
  const { emptyParts, reduce } = await import("/state.js");
  return logs.map((log) => log.reduce(reduce, emptyParts()));
}"""
# A room whose answers come when the test says so: {seq: 1} is stored before the state is asked for, 2 while it is.
ROOM = """async ({ answers, early, late }) => {
  const { State } = await import("/state.js");
  const handlers = [];
  let answer;
  const room = {
    me: 1, moderates: false,
    on: (kind, handler) => handlers.push((event) => event.kind.startsWith(kind) && handler(event)),
    onReset: (handler) => (room.reset = handler),
    loadState: () => new Promise((resolve) => (answer = resolve)),
  };
  const hear = (events) => events.forEach((event) => handlers.forEach((handler) => handler(event)));
  const state = new State(room);
  hear(early);
  for (const told of answers) {
    answer(told);
    await new Promise((resolve) => setTimeout(resolve));
  }
  hear(late);
  return { parts: state.parts, head: state.head };
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that has the room's modules and no hub."""
    page = browser.new_page()
    page.route("**/*", _serve)
    page.goto(ORIGIN)
    yield page
    page.close()


def _serve(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    if name in {path.name for path in MODULES.glob("*.js")}:
        route.fulfill(body=(MODULES / name).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>room</title>", content_type="text/html")


def parts_of(log: list[Any]) -> dict[str, Any]:
    """What the hub's own rules make of it."""
    parts = replay(log).as_dict()["parts"]
    return {name: parts.get(name, {}) for name in PARTS}


def test_every_kind_that_the_hub_appends_changes_the_browsers_state_alike(page: Page) -> None:
    dice = random.Random(20261125)  # noqa: S311 - the same logs each time
    logs = [random_log(dice, LENGTH) for _ in range(LOGS)]

    seen = page.evaluate(REDUCE, [[event.as_dict() for event in log] for log in logs])

    assert [{name: part for name, part in parts.items() if name in PARTS} for parts in seen] == [
        parts_of(log) for log in logs
    ]


def test_no_kind_beside_the_talk_is_forgotten_here() -> None:
    beside = {name for name in KINDS if name.split(".")[0] in {"question", "poll", "hand", "mute", "slow", "lock"}}
    logged = {"question", "question.vote", "question.decide", "question.withdraw", "poll", "poll.change"}
    assert beside - logged <= set(HUB_EVENTS)


def test_events_that_come_while_the_state_is_asked_for_count_once(page: Page) -> None:
    log = random_log(random.Random(7), 30)  # noqa: S311
    frames = [event.as_dict() for event in log]
    told = {"head": 10, "parts": parts_of(log[:10]), "mine": {"questions": []}}

    seen = page.evaluate(ROOM, {"answers": [told], "early": frames[5:20], "late": [*frames[15:], {"kind": "refused"}]})

    assert seen["head"] == 30
    assert {name: seen["parts"][name] for name in PARTS} == parts_of(log)

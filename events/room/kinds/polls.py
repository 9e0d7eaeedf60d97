"""Polls: drawn up, opened and closed by moderators; a vote leaves no row in the log, and no result before the end."""

from typing import Any

from events.room.events import Event
from events.room.frames import Fields, clean, number, optional, refuse, size, text
from events.room.kinds.base import Kind, Payload, unlogged
from events.room.talk import Talk

POLL = "poll"
CHANGE = "poll.change"
VOTE = "vote"
OPEN = "poll.open"
CLOSED = "poll.closed"
REMOVED = "poll.removed"
TALLY = "poll.tally"
PART = "polls"
FORMS = ("single", "multiple", "scale")
STATES = ("open", "closed", "removed")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
LONGEST_OPTION = 200
FEWEST_STEPS, MOST_STEPS = 2, 11
FARTHEST_STEP = 100
LARGEST_QUORUM = 100_000


def _read_poll(fields: Fields) -> Payload:
    form, quorum = text(fields, "form", 16), optional(number, fields, "quorum", 1)
    if form not in FORMS:
        refuse("form: single, multiple or scale is needed")
    if quorum is not None and quorum > LARGEST_QUORUM:
        refuse("quorum: a smaller number is needed")
    if form == "scale":
        return {"form": form, "quorum": quorum, "options": None, "scale": _scale(fields.get("scale"))}
    return {"form": form, "quorum": quorum, "options": _options(fields.get("options")), "scale": None}


def _options(given: Any) -> list[str]:
    if not isinstance(given, list) or not FEWEST_OPTIONS <= len(given) <= MOST_OPTIONS:
        refuse(f"options: {FEWEST_OPTIONS} to {MOST_OPTIONS} texts are needed")
    options = [_words(option) for option in given]
    if not all(options) or len(set(options)) < len(options):
        refuse("options: each is another text")
    return options


def _scale(given: Any) -> Payload:
    if not isinstance(given, dict):
        refuse("scale: lowest and highest are needed")
    lowest, highest = _step(given.get("lowest")), _step(given.get("highest"))
    if not FEWEST_STEPS <= highest - lowest + 1 <= MOST_STEPS:
        refuse(f"scale: {FEWEST_STEPS} to {MOST_STEPS} steps are needed")
    ends = {name: _words(given.get(name) or "") for name in ("lowest_text", "highest_text")}
    return {"lowest": lowest, "highest": highest, **ends}


def _words(given: Any) -> str:
    if not isinstance(given, str) or len(given) > LONGEST_OPTION:
        refuse(f"a text of at most {LONGEST_OPTION} characters is needed")
    size(given)
    return clean(given)


def _step(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or abs(given) > FARTHEST_STEP:
        refuse(f"a whole number from -{FARTHEST_STEP} to {FARTHEST_STEP} is needed")
    return given


def _read_change(fields: Fields) -> Payload:
    state = text(fields, "state", 16)
    if state not in STATES:
        refuse("state: open, closed or removed is needed")
    return {"poll": number(fields, "poll", 1), "state": state}


def _read_vote(fields: Fields) -> Payload:
    chosen, value = fields.get("choices"), fields.get("value")
    if (chosen is None) == (value is None):
        refuse("either choices or a value is needed")
    if value is not None:
        chosen = [_step(value)]
    if not isinstance(chosen, list) or not 1 <= len(chosen) <= MOST_OPTIONS:
        refuse("choices: numbers of options are needed")
    choices = sorted({_step(choice) for choice in chosen})
    if len(choices) < len(chosen):
        refuse("choices: each once")
    return {"poll": number(fields, "poll", 1), "choices": choices, "is_value": value is not None}


def _apply_open(talk: Talk, event: Event) -> None:
    said = event.payload
    words = {name: said.get(name) for name in ("body", "form", "options", "scale", "quorum")}
    start = {"state": "open", "voters": 0, "results": None, "is_quorate": None}
    if "poll" in said:
        talk.part(PART)[str(said["poll"])] = {**words, **start}


def _apply_tally(talk: Talk, event: Event) -> None:
    _change(talk, event, voters=event.payload.get("voters"))


def _apply_closed(talk: Talk, event: Event) -> None:
    said = {name: event.payload.get(name) for name in ("voters", "results", "is_quorate")}
    _change(talk, event, state="closed", **said)


def _apply_removed(talk: Talk, event: Event) -> None:
    talk.part(PART).pop(str(event.payload.get("poll")), None)


def _change(talk: Talk, event: Event, **values: object) -> None:
    part, key = talk.part(PART), str(event.payload.get("poll"))
    if key in part:
        part[key] = {**part[key], **values}


KINDS = (
    Kind(POLL, unlogged, _read_poll),
    Kind(CHANGE, unlogged, _read_change, needs_body=False),
    Kind(VOTE, unlogged, _read_vote, needs_body=False),
    Kind(OPEN, _apply_open, is_sendable=False),
    Kind(TALLY, _apply_tally, is_sendable=False),
    Kind(CLOSED, _apply_closed, is_sendable=False),
    Kind(REMOVED, _apply_removed, is_sendable=False),
)

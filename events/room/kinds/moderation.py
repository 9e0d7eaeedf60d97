"""What moderators do, as events of the log: whoever comes late finds the same room."""

from typing import TYPE_CHECKING, Any

from events.room.events import Event
from events.room.frames import Fields, boolean, number, refuse
from events.room.kinds.base import Kind, Payload
from events.room.kinds.hands import lower_hand, number_of_person
from events.room.talk import Talk

if TYPE_CHECKING:
    from events.room.hub import Hub

MUTE = "mute"
SLOW = "slow"
LOCK = "lock"
PREMODERATION = "premoderation"
ANONYMITY = "anonymity"
REMOVE = "remove"
LIFT = "remove.lift"
LIFTED = "moderation.lifted"
PART = "moderation"
LONGEST_MUTE_MIN = 1440
LONGEST_PAUSE_S = 600
START: dict[str, Any] = {
    "locked": False,
    "pause_s": 0,
    "premoderation": False,
    "anonymous": False,
    "muted": {},
    "removed": {},
    "waiting": 0,
}


def _read_mute(fields: Fields) -> Payload:
    return {"person": number_of_person(fields), "minutes": _at_most(fields, "minutes", LONGEST_MUTE_MIN)}


def _read_slow(fields: Fields) -> Payload:
    return {"pause_s": _at_most(fields, "pause_s", LONGEST_PAUSE_S)}


def _read_lock(fields: Fields) -> Payload:
    return {"locked": boolean(fields, "locked")}


def _read_switch(fields: Fields) -> Payload:
    return {"on": boolean(fields, "on")}


def _read_remove(fields: Fields) -> Payload:
    return {"person": number_of_person(fields), "ban": boolean(fields, "ban")}


def _read_lift(fields: Fields) -> Payload:
    return {"person": number_of_person(fields)}


def _at_most(fields: Fields, name: str, most: int) -> int:
    value = number(fields, name)
    return value if value <= most else refuse(f"{name}: at most {most}")


def _apply_mute(talk: Talk, event: Event) -> None:
    until = event.payload.get("until")
    _set_person(talk, "muted", event, until)
    if until is not None:
        lower_hand(talk, event.payload.get("person"))


def _apply_remove(talk: Talk, event: Event) -> None:
    lower_hand(talk, event.payload.get("person"))
    if event.payload.get("ban"):
        _set_person(talk, "removed", event, event.payload.get("name", ""))


def _apply_lift(talk: Talk, event: Event) -> None:
    _set_person(talk, "removed", event, None)


def _set_person(talk: Talk, name: str, event: Event, value: Any) -> None:
    part, key = talk.part(PART), str(event.payload.get("person"))
    others = {person: held for person, held in part.get(name, {}).items() if person != key}
    part[name] = others if value is None else {**others, key: value}


def _apply_slow(talk: Talk, event: Event) -> None:
    talk.part(PART)["pause_s"] = event.payload.get("pause_s", 0)


def _apply_lock(talk: Talk, event: Event) -> None:
    talk.part(PART)["locked"] = bool(event.payload.get("locked"))


def _apply_premoderation(talk: Talk, event: Event) -> None:
    talk.part(PART)["premoderation"] = bool(event.payload.get("on"))


def _apply_anonymity(talk: Talk, event: Event) -> None:
    talk.part(PART)["anonymous"] = bool(event.payload.get("on"))


def _nothing_more(_talk: Talk, _event: Event) -> None:
    """The effect stands in an event of its own."""


def _slow_down(hub: "Hub", event: Event) -> None:
    hub.slow_mode.pause_s = float(event.payload.get("pause_s", 0))


def _show_out(hub: "Hub", event: Event) -> None:
    hub.expel(event.payload.get("person"), {name: event.payload.get(name) for name in ("body", "ban")})


KINDS = (
    Kind(MUTE, _apply_mute, _read_mute, needs_body=False),
    Kind(SLOW, _apply_slow, _read_slow, needs_body=False, live=_slow_down),
    Kind(LOCK, _apply_lock, _read_lock, needs_body=False),
    Kind(PREMODERATION, _apply_premoderation, _read_switch, needs_body=False),
    Kind(ANONYMITY, _apply_anonymity, _read_switch, needs_body=False),
    Kind(REMOVE, _apply_remove, _read_remove, needs_body=False, live=_show_out),
    Kind(LIFT, _apply_lift, _read_lift, needs_body=False),
    Kind(LIFTED, _nothing_more, is_sendable=False),
)

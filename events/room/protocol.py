"""Frames of `secunity.room.v1`: reading those of clients, building those of the server."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from events.room.events import Person, to_json
from events.room.frames import Fields, FrameRefused, boolean, clean, number, optional, refuse, size, text
from events.room.kinds import KINDS
from events.room.limits import NORMAL, TOO_LARGE, Limits

SUBPROTOCOL = "secunity.room.v1"
VERSION = 1
CID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
LONGEST_NAME = 64
LONGEST_REACTION = 16


@dataclass(frozen=True, slots=True)
class Hello:
    room: str
    epoch: str | None
    last: int | None
    tab: str


@dataclass(frozen=True, slots=True)
class Send:
    cid: str
    kind: str
    body: str
    reply_to: int | None
    target: int | None
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ack:
    seq: int


@dataclass(frozen=True, slots=True)
class Resume:
    last: int


@dataclass(frozen=True, slots=True)
class Heartbeat:
    ack: int | None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is gone in a moment: that somebody types, or a reaction to the event `target` (again: taken back)."""

    typing: bool | None
    reaction: str | None
    target: int | None


Frame = Hello | Send | Ack | Resume | Heartbeat | Glimpse


def parse_frame(raw: str | None, largest: int = NORMAL.frame) -> Frame:
    """The frame in `raw` (None: it was binary). Raises FrameRefused, and nothing else, on everything unknown."""
    if raw is None:
        refuse("frames are text")
    if len(raw) > largest or size(raw) > largest:
        raise FrameRefused(TOO_LARGE, f"a frame has at most {largest} bytes")
    fields = _object(raw)
    kind = fields.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        refuse("unknown type")
    return reader(fields)


def _object(raw: str) -> Fields:
    try:
        value = json.loads(raw, parse_constant=refuse)
    except (ValueError, RecursionError):
        refuse("no valid JSON")
    if not isinstance(value, dict):
        refuse("a frame is a JSON object")
    return value


def _hello(fields: Fields) -> Hello:
    if number(fields, "v") != VERSION:
        refuse(f"v: this room speaks version {VERSION}")
    return Hello(
        room=text(fields, "room", LONGEST_NAME),
        epoch=optional(text, fields, "epoch", LONGEST_NAME),
        last=optional(number, fields, "last"),
        tab=optional(text, fields, "tab", LONGEST_NAME) or "",
    )


def _send(fields: Fields) -> Send:
    cid, name = text(fields, "cid"), text(fields, "kind", LONGEST_NAME)
    if not CID.fullmatch(cid):
        refuse("cid: a UUID is needed")
    kind = KINDS.get(name)
    if kind is not None and kind.needs_target:
        number(fields, "target", 1)
    needs_body = kind is None or kind.needs_body
    return Send(
        cid=cid,
        kind=name,
        body=clean(text(fields, "body") if needs_body else optional(text, fields, "body") or ""),
        reply_to=optional(number, fields, "reply_to", 1),
        target=optional(number, fields, "target", 1),
        payload=kind.read(fields) if kind is not None else {},
    )


def _heartbeat(fields: Fields) -> Heartbeat:
    sent_at = fields.get("t")
    if sent_at is not None and (isinstance(sent_at, bool) or not isinstance(sent_at, int | float)):
        refuse("t: a number is needed")
    return Heartbeat(ack=optional(number, fields, "ack"))


def _glimpse(fields: Fields) -> Glimpse:
    reaction = optional(text, fields, "reaction", LONGEST_REACTION)
    target = number(fields, "target", 1) if reaction is not None else None
    return Glimpse(optional(boolean, fields, "typing"), reaction, target)


_READERS: dict[str, Callable[[Fields], Frame]] = {
    "hello": _hello,
    "send": _send,
    "ack": lambda fields: Ack(number(fields, "seq")),
    "resume": lambda fields: Resume(number(fields, "last")),
    "hb": _heartbeat,
    "eph": _glimpse,
}


def welcome(you: Person, room: str, epoch: str, head: int, first: int, limits: Limits, hb_ms: int) -> str:
    """The answer to `hello`: events follow from seq `first` on."""
    fields = {"you": you.as_dict(), "room": room, "epoch": epoch, "head": head, "from": first}
    return to_json({"type": "welcome", **fields, "limits": limits.as_welcome(), "hb_ms": hb_ms})


def ok(cid: str, seq: int, at: str, dup: bool) -> str:
    """The draft `cid` is committed."""
    return to_json({"type": "ok", "cid": cid, "seq": seq, "at": at, "dup": dup})


def nack(cid: str, code: str, retry_ms: int | None) -> str:
    """The draft `cid` was not taken."""
    return to_json({"type": "nack", "cid": cid, "code": code, "retry_ms": retry_ms})


def ev(first: int, events: list[bytes]) -> bytes:
    """Events, already serialised, with the seqs first, first + 1, …"""
    return b'{"type":"ev","from":%d,"evs":[%b]}' % (first, b",".join(events))


def hb(t: int, head: int) -> str:
    """The server's heartbeat; `t` in milliseconds."""
    return to_json({"type": "hb", "t": t, "head": head})


def reset(epoch: str, head: int, why: str) -> str:
    """Read the log over HTTP, then say hello or resume."""
    return to_json({"type": "reset", "epoch": epoch, "head": head, "why": why})


def bye(code: int, retry_ms: int, why: dict[str, Any] | None = None) -> str:
    """The server goes; come back after `retry_ms`. `why`: {body, ban}, for whoever is sent out of the room."""
    return to_json({"type": "bye", "code": code, "retry_ms": retry_ms} | ({"why": why} if why else {}))


def eph(state: dict[str, Any]) -> str:
    """What is true just now and never repeated: presence, typing, reactions."""
    return to_json({"type": "eph", **state})

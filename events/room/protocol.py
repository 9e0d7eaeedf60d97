"""Frames of `secunity.room.v1`: reading those of clients, building those of the server."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from events.room.events import EDIT, REDACTION, Person, to_json
from events.room.limits import BAD_FRAME, NORMAL, TOO_LARGE, Limits

SUBPROTOCOL = "secunity.room.v1"
VERSION = 1
LARGEST = 2**53 - 1
CID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CONTROL = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"}
LONGEST_NAME = 64
T = TypeVar("T")


class FrameRefused(Exception):  # noqa: N818 - it names what happened
    """The frame breaks the protocol; the socket closes with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


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


@dataclass(frozen=True, slots=True)
class Ack:
    seq: int


@dataclass(frozen=True, slots=True)
class Resume:
    last: int


@dataclass(frozen=True, slots=True)
class Heartbeat:
    ack: int | None


Frame = Hello | Send | Ack | Resume | Heartbeat


def parse_frame(text: str | None, largest: int = NORMAL.frame) -> Frame:
    """The frame in `text` (None: it was binary). Raises FrameRefused, and nothing else, on everything unknown."""
    if text is None:
        _refuse("frames are text")
    if len(text) > largest or _size(text) > largest:
        raise FrameRefused(TOO_LARGE, f"a frame has at most {largest} bytes")
    fields = _object(text)
    kind = fields.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        _refuse("unknown type")
    return reader(fields)


def _refuse(reason: str) -> NoReturn:
    raise FrameRefused(BAD_FRAME, reason)


def _size(text: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        _refuse("no valid text")


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse("no valid JSON")
    if not isinstance(value, dict):
        _refuse("a frame is a JSON object")
    return value


def _text(fields: dict[str, Any], name: str, longest: int | None = None) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        _refuse(f"{name}: text is needed")
    _size(value)
    return value


def _number(fields: dict[str, Any], name: str, smallest: int = 0) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not smallest <= value <= LARGEST:
        _refuse(f"{name}: a whole number is needed")
    return value


def _optional(read: Callable[..., T], fields: dict[str, Any], name: str, *args: int) -> T | None:
    return None if fields.get(name) is None else read(fields, name, *args)


def _hello(fields: dict[str, Any]) -> Hello:
    if _number(fields, "v") != VERSION:
        _refuse(f"v: this room speaks version {VERSION}")
    return Hello(
        room=_text(fields, "room", LONGEST_NAME),
        epoch=_optional(_text, fields, "epoch", LONGEST_NAME),
        last=_optional(_number, fields, "last"),
        tab=_optional(_text, fields, "tab", LONGEST_NAME) or "",
    )


def _send(fields: dict[str, Any]) -> Send:
    cid, kind = _text(fields, "cid"), _text(fields, "kind", LONGEST_NAME)
    if not CID.fullmatch(cid):
        _refuse("cid: a UUID is needed")
    if kind in (EDIT, REDACTION):
        _number(fields, "target", 1)
    return Send(
        cid=cid,
        kind=kind,
        body=clean(_reason(fields) if kind == REDACTION else _text(fields, "body")),
        reply_to=_optional(_number, fields, "reply_to", 1),
        target=_optional(_number, fields, "target", 1),
    )


def _reason(fields: dict[str, Any]) -> str:
    return _optional(_text, fields, "body") or ""


def clean(body: str) -> str:
    """The text without control characters (PostgreSQL keeps no NUL) and without blank ends."""
    return body.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).strip()


def _heartbeat(fields: dict[str, Any]) -> Heartbeat:
    sent_at = fields.get("t")
    if sent_at is not None and (isinstance(sent_at, bool) or not isinstance(sent_at, int | float)):
        _refuse("t: a number is needed")
    return Heartbeat(ack=_optional(_number, fields, "ack"))


_READERS: dict[str, Callable[[dict[str, Any]], Frame]] = {
    "hello": _hello,
    "send": _send,
    "ack": lambda fields: Ack(_number(fields, "seq")),
    "resume": lambda fields: Resume(_number(fields, "last")),
    "hb": _heartbeat,
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


def ev(first: int, events: list[str]) -> str:
    """Events, already serialised, with the seqs first, first + 1, …"""
    return f'{{"type":"ev","from":{first},"evs":[{",".join(events)}]}}'


def hb(t: int, head: int) -> str:
    """The server's heartbeat; `t` in milliseconds."""
    return to_json({"type": "hb", "t": t, "head": head})


def reset(epoch: str, head: int, why: str) -> str:
    """Read the log over HTTP, then say hello or resume."""
    return to_json({"type": "reset", "epoch": epoch, "head": head, "why": why})


def bye(code: int, retry_ms: int) -> str:
    """The server goes; come back after `retry_ms`."""
    return to_json({"type": "bye", "code": code, "retry_ms": retry_ms})

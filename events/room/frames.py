"""Reading one field of a frame: what is not as documented refuses the frame."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from events.room.limits import BAD_FRAME

LARGEST = 2**53 - 1
CONTROL = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"}
Fields = dict[str, Any]
T = TypeVar("T")


class FrameRefused(Exception):  # noqa: N818 - it names what happened
    """The frame breaks the protocol; the socket closes with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def refuse(reason: str) -> NoReturn:
    """No frame of this protocol: the socket closes with 4400."""
    raise FrameRefused(BAD_FRAME, reason)


def size(text: str) -> int:
    """Bytes of `text` on the wire; half a surrogate pair is no text."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        refuse("no valid text")


def text(fields: Fields, name: str, longest: int | None = None) -> str:
    """A text of at most `longest` characters."""
    value = fields.get(name)
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        refuse(f"{name}: text is needed")
    size(value)
    return value


def number(fields: Fields, name: str, smallest: int = 0) -> int:
    """A whole number that JavaScript can hold."""
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not smallest <= value <= LARGEST:
        refuse(f"{name}: a whole number is needed")
    return value


def boolean(fields: Fields, name: str) -> bool:
    """True or false."""
    value = fields.get(name)
    if not isinstance(value, bool):
        refuse(f"{name}: true or false is needed")
    return value


def optional(read: Callable[..., T], fields: Fields, name: str, *args: int) -> T | None:
    """The same, or None where the field is null or missing."""
    return None if fields.get(name) is None else read(fields, name, *args)


def clean(body: str) -> str:
    """The text without control characters (PostgreSQL keeps no NUL) and without blank ends."""
    return body.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).strip()

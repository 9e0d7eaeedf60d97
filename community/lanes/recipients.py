"""Whom to tell: the list, what each one is told, and how binding it is."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from community.lanes.words import Words, read_data, words_of

LaneCode = Literal["share", "report", "announce"]
Duty = Literal["law", "guideline", "contract", "voluntary"]

DUTIES: dict[Duty, Words] = {
    "law": Words("法律上の義務", "A duty by law"),
    "guideline": Words("基本行動指針の目安", "By the guidelines"),
    "contract": Words("契約による", "By contract"),
    "voluntary": Words("任意", "Voluntary"),
}


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell. `technique` is what may be said of how the attack worked, `victim` what is about oneself:
    two lists, because the first helps others early and the second goes only to those who need it."""

    code: str
    lane: LaneCode
    duty: Duty
    name: Words
    what: Words
    when: Words
    how: Words
    basis: Words
    source: str
    url: str
    technique: tuple[Words, ...]
    victim: tuple[Words, ...]


@cache
def recipients() -> dict[str, Recipient]:
    """Every recipient by its code, in the order in which they are shown."""
    data = read_data("recipients.json")
    return {entry["code"]: _recipient(entry, data) for entry in data["recipients"]}


def checked_on() -> str:
    """The day (ISO) on which the list was last checked against its sources."""
    return str(read_data("recipients.json")["_checked"])


def _recipient(entry: dict[str, Any], data: dict[str, Any]) -> Recipient:
    said: dict[str, Any] = {name: words_of(entry[name]) for name in ("name", "what", "when", "how", "basis")}
    plain: dict[str, Any] = {name: entry[name] for name in ("code", "lane", "duty", "source", "url")}
    include = data["include"][entry["code"]]
    return Recipient(
        **said,
        **plain,
        technique=_items(data["technique"], include["technique"]),
        victim=_items(data["victim"], include["victim"]),
    )


def _items(entries: list[dict[str, str]], codes: list[str]) -> tuple[Words, ...]:
    return tuple(words_of(entry) for entry in entries if entry["code"] in codes)

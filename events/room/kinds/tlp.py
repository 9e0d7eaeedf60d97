"""Sharing labels of the room and of single lines (FIRST, Traffic Light Protocol 2.0).

`tlp` {label, body?: reason} is sent by the chair. A stricter label holds at once (event `tlp`); a wider one is proposed
(event `tlp.proposed`) until a second person of another organisation sends `tlp.agree` (event `tlp` with `agreed`).
"""

from events.room.events import Event
from events.room.frames import Fields, refuse, text
from events.room.kinds.base import Kind, Payload
from events.room.talk import Talk

TLP = "tlp"
PROPOSED = "tlp.proposed"
AGREE = "tlp.agree"
LINE_TLP = "line.tlp"
RED = "RED"
AMBER = frozenset({"AMBER", "AMBER+STRICT"})
# From the widest audience to the narrowest.
LABELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", RED)


def is_stricter(label: str, than: str) -> bool:
    """Whether fewer people may learn what stands under `label`."""
    return LABELS.index(label) > LABELS.index(than)


def read_label(fields: Fields) -> str:
    """One of the five labels."""
    label = text(fields, "label", 16)
    return label if label in LABELS else refuse("label: a label of TLP 2.0 is needed")


def _read(fields: Fields) -> Payload:
    return {"label": read_label(fields)}


def label_of_line(talk: Talk, event: Event) -> str:
    """The label that a message has from the start: its own, else the room's as far as the talk knows it."""
    return event.payload.get("tlp") or talk.part(TLP).get("label", "")


def _apply_label(talk: Talk, event: Event) -> None:
    part = talk.part(TLP)
    part.pop("proposed", None)
    if "label" in event.payload:
        part["label"] = event.payload["label"]


def _apply_proposal(talk: Talk, event: Event) -> None:
    if "label" in event.payload:
        part = talk.part(TLP)
        part["proposed"] = {"seq": event.seq, "label": event.payload["label"]}
        part.setdefault("label", event.payload.get("from", ""))


def _apply_line(talk: Talk, event: Event) -> None:
    line, label = talk.lines.get(event.target or 0), event.payload.get("label")
    if label is None or (line is not None and line.is_redacted):
        return
    part = talk.part(TLP)
    part["lines"] = {**part.get("lines", {}), str(event.target): label}
    if line is not None:
        line.tlp = label


def forget_line(talk: Talk, seq: int) -> None:
    """A removed line has no label of its own any more."""
    part = talk.part(TLP)
    lines = {key: label for key, label in part.pop("lines", {}).items() if key != str(seq)}
    if lines:
        part["lines"] = lines


def _nothing(_talk: Talk, _event: Event) -> None:
    """Never in the log."""


KINDS = (
    Kind(TLP, _apply_label, _read, needs_body=False),
    Kind(PROPOSED, _apply_proposal, is_sendable=False, needs_body=False),
    Kind(AGREE, _nothing, needs_body=False, needs_target=True),
    Kind(LINE_TLP, _apply_line, _read, needs_body=False, needs_target=True),
)

"""The talk as people read it: what the log comes to once edits and redactions are applied."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(slots=True)
class Line:
    """One message as it stands now."""

    seq: int
    at: str
    name: str
    actor_id: int | None
    body: str
    cid: str
    # Clean HTML where the body has markup.
    html: str = ""
    reply_to: int | None = None
    # The sharing label it was said under; "" where the talk does not tell.
    tlp: str = ""
    is_edited: bool = False
    is_redacted: bool = False
    # Why a moderator removed it.
    removed_for: str = ""


@dataclass(slots=True)
class Talk:
    """State of a room after some event: each kind of event changes the part that is its own.

    `parts` holds what kinds other than messages keep, by the name of the kind's part; only values JSON can carry.
    """

    lines: dict[int, Line] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def part(self, name: str) -> dict[str, Any]:
        """The part of that name, empty at first."""
        return self.parts.setdefault(name, {})

    def as_dict(self) -> dict[str, Any]:
        """A snapshot; `from_dict` of it and the events after it give what all events give."""
        return {
            "lines": [asdict(line) for line in self.lines.values()],
            "parts": {name: dict(part) for name, part in self.parts.items() if part},
        }

    @classmethod
    def from_dict(cls, snapshot: dict[str, Any]) -> Self:
        """The state that a snapshot holds."""
        lines = {line["seq"]: Line(**line) for line in snapshot["lines"]}
        return cls(lines, {name: dict(part) for name, part in snapshot["parts"].items()})

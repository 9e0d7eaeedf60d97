"""Rows of minutes, their lock and their revisions; who may is asked before."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.models import User
from events.models import Minutes, MinutesLine, MinutesRevision, Room
from events.models.minutes import MOST_LINES
from events.queries.numbering import next_number


def locked_minutes(meeting_key: uuid.UUID, language: str = "ja") -> Minutes:
    """The minutes of a meeting, made if they were missing, locked until the commit."""
    # The room's row comes first, as it does when a line comes out of the talk: two writers never wait for each other.
    Room.objects.select_for_update().filter(meeting_key=meeting_key).first()
    minutes, _is_new = Minutes.objects.select_for_update().get_or_create(
        meeting_key=meeting_key, defaults={"language": language}
    )
    return minutes


def append_line(minutes: Minutes, *, editor_id: int | None, fields: Mapping[str, Any]) -> MinutesLine:
    """A new line at the end; ValidationError where the minutes are full."""
    if minutes.lines.filter(is_removed=False).count() >= MOST_LINES:
        raise ValidationError(_("These minutes have as many lines as they can take."))
    position = next_number(minutes.lines.all(), "position")
    line = MinutesLine.objects.create(minutes=minutes, position=position, **fields)
    remember(line, editor_id)
    return line


def remember(line: MinutesLine, editor_id: int | None) -> None:
    """Keep the line as it now reads, and raise the revision of its minutes."""
    MinutesRevision.objects.create(
        line=line,
        number=line.revision,
        kind=line.kind,
        agenda_item=line.agenda_item,
        text=line.text,
        is_removed=line.is_removed,
        editor_id=editor_id,
    )
    touch(line.minutes)


def touch(minutes: Minutes) -> None:
    """Something in the minutes is another than before."""
    minutes.revision += 1
    minutes.save(update_fields=["revision"])


def line_payload(line: MinutesLine) -> dict[str, Any]:
    """What the room hears of a line: never its words."""
    said = {"line": line.pk, "seq": line.seq, "as": line.kind, "item": line.agenda_item, "revision": line.revision}
    return {**said, "removed": True} if line.is_removed else said


def plain_user(person: Any) -> User:
    """The person as a row of its own: the log of actions takes no lazy objects."""
    return User.objects.get(pk=person.pk)

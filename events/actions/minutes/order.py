"""The order of the lines of an agenda item; nobody moves a line in an order they have not seen."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import User
from events.actions.minutes.lines import change_line
from events.actions.minutes.rows import locked_minutes, touch
from events.actions.minutes.telling import tell_room
from events.models import MeetingPage, MinutesLine


@transaction.atomic
def move_line(
    *, meeting: MeetingPage, line_id: int, revision: int, editor: User, fields: dict[str, Any], is_up: bool, past: int
) -> MinutesLine:
    """Save a line as `change_line` does, and move it up or down past the line `past`, its neighbour when it was read.

    Asked for twice it moves once. ValidationError where another line stands there by now; then nothing is saved.
    """
    line = change_line(meeting=meeting, line_id=line_id, revision=revision, editor=editor, fields=fields)
    lines = list(line.minutes.lines.standing().filter(agenda_item=line.agenda_item))
    keys = [each.pk for each in lines]
    here = keys.index(line.pk)
    if _is_beside(keys, here, past, is_up=not is_up):
        return line
    if not _is_beside(keys, here, past, is_up=is_up):
        raise ValidationError(_("The order of the lines has changed meanwhile. Look at it and move the line again."))
    lines.insert(here - 1 if is_up else here + 1, lines.pop(here))
    for position, each in enumerate(lines, start=1):
        MinutesLine.objects.filter(pk=each.pk).exclude(position=position).update(position=position)
    touch(locked_minutes(meeting.translation_key))
    tell_room(line)
    return line


def _is_beside(keys: list[int], here: int, past: int, *, is_up: bool) -> bool:
    there = here - 1 if is_up else here + 1
    return 0 <= there < len(keys) and keys[there] == past

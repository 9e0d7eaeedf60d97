"""The secretary and the chair write lines at the same time; nobody overwrites what they have not seen."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from events.actions.minutes.rows import append_line, locked_minutes, remember, touch
from events.actions.minutes.telling import tell_room
from events.models import MeetingPage, Minutes, MinutesLine, SpeakerConsent
from events.queries.minutes import is_kept_back, keeps_minutes, owner_candidates

FIELDS = ("kind", "agenda_item", "text", "owner", "due_on")


class StaleLine(Exception):  # noqa: N818 - it names what happened
    """Somebody else changed `line` meanwhile: both texts go back to whoever writes."""

    def __init__(self, line: MinutesLine) -> None:
        super().__init__(f"{line.pk} is at {line.revision}")
        self.line = line


@transaction.atomic
def add_line(*, meeting: MeetingPage, editor: User, fields: dict[str, Any]) -> MinutesLine:
    """Write a new line. PermissionDenied for who does not keep the minutes, ValidationError once they are approved."""
    minutes = open_minutes(meeting, editor)
    line = append_line(minutes, editor_id=editor.pk, fields=_checked(meeting, fields))
    tell_room(line)
    return line


@transaction.atomic
def change_line(
    *, meeting: MeetingPage, line_id: int, revision: int, editor: User, fields: dict[str, Any]
) -> MinutesLine:
    """Write a line anew. `revision` is the one that was read; raises StaleLine where it is another by now."""
    line = _current(open_minutes(meeting, editor), line_id, revision, fields)
    given = _checked(meeting, fields)
    if all(getattr(line, name) == value for name, value in given.items()):
        return line
    if given.get("due_on", line.due_on) != line.due_on or given.get("owner", line.owner) != line.owner:
        line.reminded_for = None
    _forget_other_wording(line, given)
    for name, value in given.items():
        setattr(line, name, value)
    return _keep(line, editor)


@transaction.atomic
def remove_line(*, meeting: MeetingPage, line_id: int, revision: int, editor: User) -> MinutesLine:
    """Take a line out; its revisions stay. Raises StaleLine where it was changed since it was read."""
    line = _current(open_minutes(meeting, editor), line_id, revision, None)
    line.is_removed = True
    return _keep(line, editor)


@transaction.atomic
def finish_action(*, line: MinutesLine, actor: User, meeting: MeetingPage) -> None:
    """The action is done, says who has to do it or who keeps the minutes; also after they were approved."""
    if line.owner_id != actor.pk and not keeps_minutes(actor, meeting):
        raise PermissionDenied
    minutes = locked_minutes(meeting.translation_key)
    if MinutesLine.objects.filter(pk=line.pk, done_at__isnull=True).update(done_at=timezone.now()):
        touch(minutes)


def open_minutes(meeting: MeetingPage, editor: User) -> Minutes:
    """The minutes, locked, if `editor` may write in them now."""
    if not keeps_minutes(editor, meeting):
        raise PermissionDenied
    if is_kept_back(meeting):
        raise ValidationError(_("Under TLP:RED no minutes are kept."))
    minutes = locked_minutes(meeting.translation_key, meeting.locale.language_code)
    if not minutes.is_draft:
        raise ValidationError(_("These minutes are approved. Open them again before you change a line."))
    return minutes


def _current(minutes: Minutes, line_id: int, revision: int, fields: dict[str, Any] | None) -> MinutesLine:
    line: MinutesLine | None = minutes.lines.select_related("minutes", "owner").filter(pk=line_id).first()
    if line is None:
        raise ValidationError(_("There is no such line in these minutes."))
    is_same = fields is not None and not line.is_removed and _reads(line, fields)
    if line.revision != revision and not is_same:
        raise StaleLine(line)
    line.minutes = minutes
    return line


def _reads(line: MinutesLine, fields: dict[str, Any]) -> bool:
    return all(getattr(line, name) == fields[name] for name in FIELDS if name in fields)


def _checked(meeting: MeetingPage, fields: dict[str, Any]) -> dict[str, Any]:
    given = {name: fields[name] for name in FIELDS if name in fields}
    if given.get("agenda_item", 0) > len(meeting.agenda_items):
        raise ValidationError({"agenda_item": _("The agenda has no such item.")})
    owner, due = given.get("owner"), given.get("due_on")
    if given.get("kind") != MinutesLine.Kind.ACTION:
        return {**given, "owner": None, "due_on": None}
    if owner is not None and not owner_candidates(meeting).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("This person does not take part in this meeting.")})
    if isinstance(due, date) and due < timezone.localdate(meeting.starts_at):
        raise ValidationError({"due_on": _("This day is before the meeting. Choose a later one.")})
    return given


def _forget_other_wording(line: MinutesLine, given: dict[str, Any]) -> None:
    """Who let a name stand beside a sentence did so for that sentence."""
    if given.get("text", line.text) != line.text:
        SpeakerConsent.objects.filter(line=line).delete()


def _keep(line: MinutesLine, editor: User) -> MinutesLine:
    line.revision += 1
    line.save()
    remember(line, editor.pk)
    tell_room(line)
    return line

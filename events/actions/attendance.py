"""Who was there: seen in the room and the call, corrected by hand."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from events.models import Attendance, MeetingPage
from events.queries.people import holds_meeting

HAND = Attendance.Source.HAND


def note_presence(*, meeting_key: UUID, user: User, source: str) -> None:
    """Note that `user` was seen; what was noted by hand or seen before stays."""
    Attendance.objects.get_or_create(meeting_key=meeting_key, user_id=user.pk, defaults={"source": source})


@transaction.atomic
def note_attendance(*, meeting: MeetingPage, by: User, listed: Collection[int], there: Collection[int]) -> None:
    """Write down by hand who of the people `listed` (by id) was `there`; others stay as they are.

    PermissionDenied unless `by` holds the meeting, ValidationError before it has begun.
    """
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("The meeting has not begun yet."))
    seen = dict(Attendance.objects.filter(meeting_key=meeting.translation_key).values_list("user", "was_there"))
    for pk in set(listed):
        was_there = pk in there
        if seen.get(pk) != was_there:
            fields = {"source": HAND, "was_there": was_there, "noted_by": by, "noted_at": timezone.now()}
            Attendance.objects.update_or_create(meeting_key=meeting.translation_key, user_id=pk, defaults=fields)
    log(instance=meeting, action="events.attendance_noted", user=User.objects.get(pk=by.pk))

"""What people are told about a meeting as a whole: invited, changed, cancelled, thanked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import User
from events.actions.registrations import people_coming
from events.models import Attendance, MeetingDesk, MeetingMail, MeetingPage, Registration
from events.queries.people import holds_meeting, invited_to
from events.tasks.letters import write_letter

Kind = MeetingMail.Kind


@transaction.atomic
def invite(*, meeting: MeetingPage, by: User) -> int:
    """Invite those for whom the meeting is, each once; returns how many mails were written.

    PermissionDenied unless `by` holds the meeting, ValidationError once it began or is cancelled.
    """
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))
    if meeting.is_cancelled or meeting.starts_at <= timezone.now():
        raise ValidationError(_("The meeting has begun or is cancelled: nobody is invited any more."))
    MeetingDesk.held(meeting.translation_key)
    people = [each for each in invited_to(meeting).order_by("pk") if _is_first(meeting, each, Kind.INVITATION)]
    for person in people:
        write_letter("invitation", to=person, meeting=meeting, method="PUBLISH")
    log(instance=meeting, action="events.invited", user=User.objects.get(pk=by.pk), data={"count": len(people)})
    return len(people)


@transaction.atomic
def tell_changes(*, meeting: MeetingPage) -> str:
    """Tell those who mean to come what is new about a published meeting: "changed", "cancelled" or "" (nothing).

    Only time, place and cancelling are told; agenda and words may change without a mail.
    """
    desk = MeetingDesk.held(meeting.translation_key)
    facts = _facts(meeting)
    before, desk.told = desk.told, facts
    desk.save(update_fields=["told"])
    if not before or before == facts or meeting.ends_at <= timezone.now():
        return ""
    if meeting.is_cancelled:
        return _tell_cancelled(meeting, raised_by=0) if not before["is_cancelled"] else ""
    for person in people_coming(meeting.translation_key):
        earlier = parse_datetime(before["starts_at"])
        write_letter("changed", to=person, meeting=meeting, earlier=earlier, was_cancelled=before["is_cancelled"])
    return "changed"


@transaction.atomic
def tell_taken_back(*, meeting: MeetingPage) -> None:
    """A meeting to come whose last page was taken back or deleted is cancelled for those who meant to come."""
    if not meeting.is_cancelled and meeting.ends_at > timezone.now():
        _tell_cancelled(meeting, raised_by=1)
        MeetingDesk.objects.filter(meeting_key=meeting.translation_key).update(told={})


@transaction.atomic
def thank(*, meeting_key: UUID) -> int:
    """Thank those who were there and point to the minutes, each once; returns how many mails were written."""
    meeting = MeetingPage.objects.live().filter(translation_key=meeting_key).first()
    if meeting is None:
        return 0
    there = Attendance.objects.filter(meeting_key=meeting_key, was_there=True).values("user")
    absent = Attendance.objects.filter(meeting_key=meeting_key, was_there=False).values("user")
    came = Registration.objects.confirmed().filter(meeting_key=meeting_key).exclude(user__in=absent).values("user")
    people = User.objects.filter(pk__in=there.union(came), is_active=True).order_by("pk")
    told = [each for each in people if _is_first(meeting, each, Kind.THANKS)]
    for person in told:
        write_letter("thanks", to=person, meeting=meeting, method=None)
    return len(told)


def _tell_cancelled(meeting: MeetingPage, raised_by: int) -> str:
    for person in people_coming(meeting.translation_key):
        write_letter("cancelled", to=person, meeting=meeting, method="CANCEL", raised_by=raised_by)
    return "cancelled"


def _is_first(meeting: MeetingPage, person: User, kind: str) -> bool:
    # Invitations and thanks are sent once, even where the meeting moves.
    about = datetime.fromtimestamp(0, tz=timezone.get_default_timezone())
    return MeetingMail.is_first(meeting_key=meeting.translation_key, user_id=person.pk, kind=kind, about=about)


def _facts(meeting: MeetingPage) -> dict[str, Any]:
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "is_cancelled": meeting.is_cancelled,
    }

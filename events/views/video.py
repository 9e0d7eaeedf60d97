"""The way into the video call: opened by time and by role, each opening in the audit log."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.adapters import refuse
from community.models import User
from community.views.reader import reader_of
from events.actions.attendance import note_presence
from events.actions.meetings import ensure_call
from events.models import Attendance, MeetingPage
from events.models.video import CALL_CLOSES_AFTER, CALL_OPENS_BEFORE, CALL_OPENS_FOR_HOLDERS
from events.queries.people import holds_meeting, may_join_call
from events.views.registrations import meeting_or_404

CLOSED = "events/registrations/call_closed.html"


def open_call(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send who may come to the call while it is open; tell others when it opens or what they lack."""
    meeting, user = meeting_or_404(request, key), reader_of(request)
    if not may_join_call(user, meeting):
        return refuse(request, _("The call is for those who take part; where people register, for those with a place."))
    opens_at = meeting.starts_at - _early(user, meeting)
    url = ensure_call(meeting=meeting)
    if not url or meeting.is_cancelled or not _is_time(meeting, opens_at):
        context = {
            "meeting": meeting,
            "opens_at": opens_at,
            "is_early": timezone.now() < opens_at,
            "has_call": bool(url),
        }
        return render(request, CLOSED, context, status=403)
    with transaction.atomic():
        log(instance=meeting, action="events.call_opened", user=User.objects.get(pk=user.pk))
        if timezone.now() >= meeting.starts_at - CALL_OPENS_BEFORE:
            note_presence(meeting_key=key, user=user, source=Attendance.Source.CALL)
    response = HttpResponseRedirect(url)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _early(user: User, meeting: MeetingPage) -> timedelta:
    return CALL_OPENS_FOR_HOLDERS if holds_meeting(user, meeting) else CALL_OPENS_BEFORE


def _is_time(meeting: MeetingPage, opens_at: datetime) -> bool:
    return opens_at <= timezone.now() < meeting.ends_at + CALL_CLOSES_AFTER

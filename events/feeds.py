"""Calendars by address: all public meetings, one meeting, and a person's own by its secret address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from community.queries import is_member
from events.models import CalendarKey, MeetingFilter, UnknownValue
from events.queries.calendars import ICS, Address, calendar_of
from events.queries.meetings import meeting_for_calendar, public_meetings, reader_of, with_sequence
from events.queries.registrations import own_meetings
from secunity.core.models.language import current_language

PLAIN = "text/plain; charset=utf-8"


def calendar_feed(request: HttpRequest) -> HttpResponse:
    """All public meetings, narrowed by `?region=…&working_group=…`; 404 in words for an unknown value."""
    asked = MeetingFilter.parse(request.GET)
    if asked.unknown:
        return HttpResponse("\n".join(map(_refusal, asked.unknown)), content_type=PLAIN, status=404)
    meetings = public_meetings().in_language(current_language()).order_by("starts_at", "pk")
    return HttpResponse(calendar_of(with_sequence(asked.narrow(meetings)), address=_here(request)), content_type=ICS)


def meeting_feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """One meeting that this reader may know of, to be put into a calendar."""
    reader = reader_of(request)
    meeting = meeting_for_calendar(key, reader, current_language())
    if meeting is None:
        words = _("There is no such meeting, or it is for members and you have not signed in.")
        return HttpResponse(words, content_type=PLAIN, status=404)
    response = HttpResponse(calendar_of([meeting], address=_here(request)), content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.starts_at:%Y%m%d}.ics"'
    if reader.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of whoever made this secret address; 404 for one that is unknown, replaced or of no member."""
    key = CalendarKey.find(token)
    if key is None or not is_member(key.user):
        return HttpResponse(_("This calendar does not exist any more."), content_type=PLAIN, status=404)
    with translation.override(key.language):
        meetings = with_sequence(own_meetings(key.user, key.language)).order_by("starts_at", "pk")
        content = calendar_of(meetings, name=_("My meetings"), address=_here(request))
    response = HttpResponse(content, content_type=ICS)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _here(request: HttpRequest) -> Address:
    return lambda meeting: request.build_absolute_uri(meeting.get_url(request))


def _refusal(unknown: UnknownValue) -> str:
    codes = ", ".join(term.code for term in unknown.allowed)
    return _("%(parameter)s: “%(value)s” is not known. Use one of: %(codes)s") % {
        "parameter": unknown.parameter,
        "value": unknown.value,
        "codes": codes,
    }

"""Calendars: all public meetings, and one meeting. No address of a room or of a video call is ever in them."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from events.models import MeetingFilter, MeetingPage, UnknownValue
from events.queries.meetings import meeting_for_calendar, public_meetings, reader_of, with_sequence

PRODUCT = "-//SECUNITY Hub//Meetings//EN"
ICS = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


def calendar_feed(request: HttpRequest) -> HttpResponse:
    """All public meetings, narrowed by `?region=…&working_group=…`; 404 in words for an unknown value."""
    asked = MeetingFilter.parse(request.GET)
    if asked.unknown:
        return HttpResponse("\n".join(map(_refusal, asked.unknown)), content_type=PLAIN, status=404)
    meetings = public_meetings().in_language(_language()).order_by("starts_at", "pk")
    return HttpResponse(_calendar(with_sequence(asked.narrow(meetings)), request), content_type=ICS)


def meeting_feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """One meeting that this reader may know of, to be put into a calendar."""
    reader = reader_of(request)
    meeting = meeting_for_calendar(key, reader, _language())
    if meeting is None:
        words = _("There is no such meeting, or it is for members and you have not signed in.")
        return HttpResponse(words, content_type=PLAIN, status=404)
    response = HttpResponse(_calendar([meeting], request), content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.starts_at:%Y%m%d}.ics"'
    if reader.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _refusal(unknown: UnknownValue) -> str:
    codes = ", ".join(term.code for term in unknown.allowed)
    return _("%(parameter)s: “%(value)s” is not known. Use one of: %(codes)s") % {
        "parameter": unknown.parameter,
        "value": unknown.value,
        "codes": codes,
    }


def _calendar(meetings: Iterable[MeetingPage], request: HttpRequest) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("SECUNITY Hub meetings"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for meeting in meetings:
        calendar.add_component(_event(meeting, request))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(meeting: MeetingPage, request: HttpRequest) -> Event:
    changed = meeting.last_published_at or meeting.latest_revision_created_at or timezone.now()
    url = request.build_absolute_uri(meeting.get_url(request))
    event = Event()
    event.add("uid", meeting.calendar_uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event["summary"] = vText(meeting.title, params={"LANGUAGE": meeting.locale.language_code})
    event.add("description", "\n\n".join(filter(None, (meeting.summary, meeting.agenda_text, url))))
    event.add("location", meeting.place or _("Online"))
    event.add("url", url)
    event.add("categories", [term.name for term in (meeting.region, meeting.working_group) if term])
    return event

"""Meetings as iCalendar (RFC 5545, mails as RFC 5546). No address of a room or of a video call is ever in them."""

from collections.abc import Callable, Iterable
from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDatetime, vText

from community.models import User
from events.models import MeetingPage
from secunity.core.queries import absolute_url

PRODUCT = "-//SECUNITY Hub//Meetings//EN"
ICS = "text/calendar; charset=utf-8"
Address = Callable[[MeetingPage], str]


def address_of(meeting: MeetingPage) -> str:
    """Where its page is, as written in mails and files."""
    return absolute_url(urlsplit(meeting.get_url() or "/").path)


def calendar_of(
    meetings: Iterable[MeetingPage],
    *,
    method: str = "PUBLISH",
    name: str = "",
    attendee: User | None = None,
    raised_by: int = 0,
    address: Address = address_of,
) -> bytes:
    """A calendar of `meetings` (annotated with `sequence`), each with the same UID for ever.

    `method` is PUBLISH for feeds, REQUEST and CANCEL for mails to `attendee`; `raised_by` goes on top of the sequence
    where a meeting is taken back without a publication.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if method == "PUBLISH":
        calendar.add("x-wr-calname", name or _("SECUNITY Hub meetings"))
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for meeting in meetings:
        event = event_of(meeting, address(meeting), raised_by)
        if method != "PUBLISH":
            # In a mail it is the moment of the message, which orders two of one sequence.
            event["dtstamp"] = vDatetime(timezone.now().astimezone(UTC))
        if method == "CANCEL":
            event["status"] = "CANCELLED"
        if attendee is not None:
            _add_people(event, attendee)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(meeting: MeetingPage, url: str, raised_by: int = 0) -> Event:
    """One meeting; a cancelled one says so, so that calendars strike it out.

    An occurrence of a series is an event of its own, related to the others: who registered for one is not sent all,
    and a moved one keeps its UID. RECURRENCE-ID would name an instance of a component that recurs; none does.
    """
    changed = meeting.last_published_at or meeting.latest_revision_created_at or timezone.now()
    event = Event()
    event.add("uid", meeting.calendar_uid)
    event.add("sequence", getattr(meeting, "sequence", 0) + raised_by)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event["summary"] = vText(meeting.title, params={"LANGUAGE": meeting.locale.language_code})
    event.add("description", "\n\n".join(filter(None, (meeting.summary, meeting.agenda_text, url))))
    event.add("location", meeting.place or _("Online"))
    event.add("url", url)
    event.add("categories", [term.name for term in (meeting.region, meeting.working_group) if term])
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.series_id is not None:
        uid = f"series-{meeting.series_id}@{urlsplit(settings.BASE_URL).hostname}"
        event["related-to"] = vText(uid, params={"RELTYPE": "PARENT"})
    return event


def _add_people(event: Event, attendee: User) -> None:
    organiser = vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    organiser.params["CN"] = vText("SECUNITY Hub")
    event["organizer"] = organiser
    person = vCalAddress(f"mailto:{attendee.email}")
    person.params["PARTSTAT"], person.params["RSVP"] = vText("ACCEPTED"), vText("FALSE")
    event.add("attendee", person, encode=False)

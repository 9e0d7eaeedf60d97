"""Deadlines as calendar entries (RFC 5545), one for each that has a day."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from community.lanes.deadlines import Deadline
from community.lanes.recipients import recipients

GUESS = {
    "ja": "目安です。法令の定めと所管の窓口を確かめてください。",
    "en": "A rule of thumb. Please check the law and ask the authority.",
}
ONE_DAY = dt.timedelta(days=1)


def calendar_of(deadlines: Iterable[Deadline], *, language: str, now: dt.datetime, host: str) -> bytes:
    """A calendar with an all-day entry and a reminder a day ahead for each deadline with a day.

    `now` is when it was made (with a time zone); `host` makes the entries' identifiers unique to the hub, and the same
    deadline has the same one each time.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//guideline check//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for deadline in deadlines:
        if deadline.due:
            calendar.add_component(_event(deadline, deadline.due, language, now, host))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, due: dt.date, language: str, now: dt.datetime, host: str) -> Event:
    event = Event()
    title = deadline.title.said(language)
    event.add("uid", _uid(deadline, due, host))
    event.add("dtstamp", now)
    event.add("dtstart", due)
    event.add("dtend", due + ONE_DAY)
    event.add("summary", title)
    event.add("description", _description(deadline, language))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add_component(_reminder(title))
    return event


def _uid(deadline: Deadline, due: dt.date, host: str) -> str:
    named = f"{deadline.code} {due.isoformat()} {deadline.limit.ja}"
    return f"{hashlib.sha256(named.encode()).hexdigest()[:24]}@{host}"


def _description(deadline: Deadline, language: str) -> str:
    words = [deadline.limit, *deadline.counted, deadline.basis, recipients()[deadline.recipient].how]
    guess = GUESS["en" if language.startswith("en") else "ja"]
    return "\n".join([guess, *(each.said(language) for each in words)])


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ONE_DAY)
    return alarm

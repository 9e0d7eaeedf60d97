"""Mails about meetings: each in its reader's language, about the page in that language, with a calendar file."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from community.models import User
from community.queries.notifications import language_of
from events.models import MeetingPage
from events.queries.calendars import address_of, calendar_of
from events.queries.meetings import with_sequence
from secunity.core.actions import MailAttachment, mail_on_commit
from secunity.core.queries import absolute_url

KIND = "meetings"


def write_letter(
    name: str, *, to: User, meeting: MeetingPage, method: str | None = "REQUEST", raised_by: int = 0, **context: Any
) -> None:
    """Send `events/mail/<name>.txt` to one person after the commit.

    `method` is that of the calendar file that comes with it (None: no file); `raised_by` as in `calendar_of`.
    """
    language = language_of(to)
    page = page_in(meeting, language)
    with translation.override(language):
        given = {
            "recipient": to,
            "meeting": page,
            "url": address_of(page),
            "own_url": absolute_url(reverse("events:registration", args=[meeting.translation_key])),
            **context,
        }
        attachments = [_calendar(page, to, method, raised_by)] if method else []
    mail_on_commit(
        recipient=to.email,
        language=language,
        template=f"events/mail/{name}.txt",
        context=given,
        attachments=attachments,
        kind=KIND,
    )


def page_in(meeting: MeetingPage, language: str) -> MeetingPage:
    """The page of the same meeting in `language` where there is one, with its sequence, whether published or not."""
    pages = with_sequence(MeetingPage.objects.filter(translation_key=meeting.translation_key).with_labels())
    found = list(pages)
    if not found:
        # The last page has just been deleted.
        meeting.sequence = meeting.live_revision_id or 0
        return meeting
    return next((each for each in found if each.locale.language_code == language), found[0])


def _calendar(page: MeetingPage, to: User, method: str, raised_by: int) -> MailAttachment:
    content = calendar_of([page], method=method, attendee=to, raised_by=raised_by).decode()
    return MailAttachment("meeting.ics", content, "text/calendar")

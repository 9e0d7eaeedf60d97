"""Meetings for tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from events.models import MeetingDesk, MeetingIndexPage, MeetingPage

HOUR = timedelta(hours=1)


def meeting_index(home: Page, **fields: Any) -> MeetingIndexPage:
    """A live list of meetings below `home`, at its real address."""
    return _add(home, MeetingIndexPage(**{"title": "会議", "slug": "events", "locale": home.locale, **fields}))


def meeting(
    parent: Page,
    *,
    starts_at: datetime | None = None,
    agenda: Iterable[str] = (),
    record: Iterable[str] = (),
    video_url: str = "",
    **fields: Any,
) -> MeetingPage:
    """A live public meeting of an hour below `parent`, by default a day from now; no signal has been sent for it."""
    starts_at = starts_at or timezone.now().replace(microsecond=0) + timedelta(days=1)
    given = {"title": "定例会", "starts_at": starts_at, "ends_at": starts_at + HOUR, "locale": parent.locale, **fields}
    page = MeetingPage(**given)
    page.agenda = [("item", item) for item in agenda]
    page.record = [("decision", decision) for decision in record]
    _add(parent, page)
    if video_url:
        MeetingDesk.objects.create(meeting_key=page.translation_key, call_url=video_url)
    return page


def _add(parent: Page, page: Any) -> Any:
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page

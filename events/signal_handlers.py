"""Listens to Wagtail: what is published, taken back or deleted takes its room and its other languages along."""

from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from events.actions.mails import thank
from events.actions.meetings import retire_meeting, settle_meeting
from events.models import MeetingPage, Minutes
from events.signals import minutes_changed, minutes_published


def meeting_published(sender: type[MeetingPage], instance: MeetingPage, **kwargs: Any) -> None:
    """Settle a meeting that an editor, a workflow or the scheduler published."""
    settle_meeting(meeting=instance)
    _minutes_with(instance)


def meeting_taken_back(sender: type[MeetingPage], instance: MeetingPage, **kwargs: Any) -> None:
    """Retire a meeting that was unpublished or deleted."""
    retire_meeting(meeting=instance)
    _minutes_with(instance)


def minutes_are_there(sender: Any, meeting_key: UUID, **kwargs: Any) -> None:
    """Thank those who were there once the minutes can be read."""
    thank(meeting_key=meeting_key)


def _minutes_with(meeting: MeetingPage) -> None:
    """Whether its minutes are public may have changed with the meeting."""
    for minutes in Minutes.objects.filter(meeting_key=meeting.translation_key):
        minutes_changed.send(Minutes, minutes=minutes)


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    page_published.connect(meeting_published, sender=MeetingPage, dispatch_uid="events.meeting_published")
    page_unpublished.connect(meeting_taken_back, sender=MeetingPage, dispatch_uid="events.meeting_unpublished")
    post_delete.connect(meeting_taken_back, sender=MeetingPage, dispatch_uid="events.meeting_deleted")
    minutes_published.connect(minutes_are_there, dispatch_uid="events.minutes_published")

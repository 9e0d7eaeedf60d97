"""Listens to Wagtail: what is published, taken back or deleted takes its room and its other languages along."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from events.actions.meetings import retire_meeting, settle_meeting
from events.models import MeetingPage


def meeting_published(sender: type[MeetingPage], instance: MeetingPage, **kwargs: Any) -> None:
    """Settle a meeting that an editor, a workflow or the scheduler published."""
    settle_meeting(meeting=instance)


def meeting_taken_back(sender: type[MeetingPage], instance: MeetingPage, **kwargs: Any) -> None:
    """Retire a meeting that was unpublished or deleted."""
    retire_meeting(meeting_key=instance.translation_key)


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    page_published.connect(meeting_published, sender=MeetingPage, dispatch_uid="events.meeting_published")
    page_unpublished.connect(meeting_taken_back, sender=MeetingPage, dispatch_uid="events.meeting_unpublished")
    post_delete.connect(meeting_taken_back, sender=MeetingPage, dispatch_uid="events.meeting_deleted")

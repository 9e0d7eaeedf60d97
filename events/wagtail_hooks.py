"""Asks people to sign in before a members' meeting, keeps its papers, and has words for the audit log."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from community.adapters import refuse, refuse_non_member
from events.models import MeetingPage
from events.queries.meetings import reader_of
from events.queries.papers import desk_of_paper, may_open_paper

JOIN = "join"
LOG_ACTIONS = {
    "events.call_opened": (gettext_lazy("Open video call"), gettext_lazy("Opened the video call")),
    "events.call_changed": (gettext_lazy("Change video call"), gettext_lazy("Changed the address of the video call")),
    "events.registration_approved": (gettext_lazy("Confirm registration"), gettext_lazy("Confirmed a registration")),
    "events.registration_declined": (gettext_lazy("Decline registration"), gettext_lazy("Declined a registration")),
    "events.invited": (gettext_lazy("Invite to meeting"), gettext_lazy("Sent the invitations")),
    "events.cancelled": (gettext_lazy("Cancel meeting"), gettext_lazy("Cancelled the meeting")),
    "events.repeated": (gettext_lazy("Repeat meeting"), gettext_lazy("Made the meeting a series")),
    "events.attendance_noted": (gettext_lazy("Note attendance"), gettext_lazy("Noted who was there")),
    "events.paper_added": (gettext_lazy("Hand in a paper"), gettext_lazy("Handed in a paper")),
    "events.paper_deleted": (gettext_lazy("Delete a paper"), gettext_lazy("Deleted a paper")),
    "events.room_exported": (
        gettext_lazy("Take the talk along"),
        gettext_lazy("Took the talk of a room along as a file"),
    ),
    "events.appeal_answered": (gettext_lazy("Answer appeal"), gettext_lazy("Answered an appeal against moderation")),
    "events.minutes_approved": (gettext_lazy("Approve minutes"), gettext_lazy("Approved the minutes of a meeting")),
    "events.minutes_published": (gettext_lazy("Publish minutes"), gettext_lazy("Published the minutes of a meeting")),
    "events.minutes_reopened": (
        gettext_lazy("Open minutes again"),
        gettext_lazy("Opened the minutes of a meeting again"),
    ),
    "events.practice_drafted": (
        gettext_lazy("Begin practice"),
        gettext_lazy("Began a practice with the minutes of a meeting"),
    ),
}


@hooks.register("before_serve_page")
def guard_members_meeting(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """Send strangers to the sign-in and others to their second factor; tell who is no member why it is closed.

    `?join` asks for the same on a public meeting: it is the way from there into what is for members.
    """
    if not isinstance(page, MeetingPage):
        return None
    if JOIN in request.GET or not page.is_visible_to(reader_of(request)):
        return refuse_non_member(request)
    return None


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Words for what the audit log holds about meetings."""
    for action, (label, message) in LOG_ACTIONS.items():
        registry.register_action(action, label, message)


@hooks.register("before_serve_document")
def keep_papers_among_participants(document: AbstractDocument, request: HttpRequest) -> HttpResponseBase | None:
    """Papers of a meeting open for those who may come, with their second factor; nobody else."""
    desk = desk_of_paper(document)
    if desk is None:
        return None
    refused = refuse_non_member(request)
    if refused is None and not may_open_paper(request.user, desk):
        return refuse(request, _("This paper is for those who may come to the meeting."))
    return refused

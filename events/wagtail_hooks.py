"""Asks people to sign in before a members' meeting."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import Page

from community.adapters import refuse_non_member
from events.models import MeetingPage
from events.queries.meetings import reader_of

JOIN = "join"


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

"""The page of a room: reading for everybody who may, the frame for the live talk."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from community.models import User
from events.actions.attendance import note_presence
from events.actions.room.pseudonyms import person_in
from events.models import Attendance, MeetingPage, ReadPosition, Room
from events.queries.minutes import keeps_minutes
from events.queries.moderation import is_shut_to
from events.queries.room import LOG_LIMIT
from events.queries.room_labels import copy_rule
from events.queries.room_rights import chairs, moderates
from events.views.room_door import room_or_404
from events.views.room_log import shown_lines
from secunity.core.models import TlpLabel
from secunity.core.models.language import current_language


def room_page(request: HttpRequest, room: str) -> HttpResponse:
    """The room: its newest messages rendered here, everything after them by the socket."""
    try:
        entered = room_or_404(request, room)
    except Http404:
        if is_shut_to(request.user, room):
            return HttpResponseRedirect(reverse("events:room-moderated", args=[room]))
        raise
    user = cast(User, request.user)
    if entered.is_open and entered.backchannel_of_id is None:
        note_presence(meeting_key=entered.meeting_key, user=user, source=Attendance.Source.ROOM)
    after = max(0, entered.head - LOG_LIMIT)
    context = {
        "room": entered,
        "meeting": (meeting := _meeting(entered)),
        "keeps_minutes": meeting is not None and keeps_minutes(user, meeting),
        **_for_moderators(entered, user),
        "lines": shown_lines(entered, after),
        "older_after": max(0, after - LOG_LIMIT) if after else None,
        **_reader(entered, user),
    }
    return render(request, "events/room.html", context)


def _for_moderators(room: Room, user: User) -> dict[str, object]:
    """Whether the reader moderates, and the way to where the moderators talk among themselves, or back from there."""
    may = moderates(user, room)
    is_beside = room.backchannel_of is not None
    return {
        "moderates": may,
        "backchannel": reverse("events:room-backchannel", args=[room.slug]) if may and not is_beside else "",
        "beside_url": reverse("events:room", args=[room.backchannel_of.slug]) if room.backchannel_of else "",
    }


def _reader(room: Room, user: User) -> dict[str, object]:
    """What the page says about who reads it, and about what may leave it."""
    me = person_in(room, user)
    read = ReadPosition.objects.filter(room=room, user_id=user.pk).values_list("seq", flat=True).first()
    return {
        "me_id": me.id,
        "me_name": me.name,
        "read_seq": read or 0,
        "edit_s": room.caps.edit_s,
        "copy_rule": (rule := copy_rule(room)),
        "can_export": rule != "none",
        "chairs": chairs(user, room),
        "tlp_labels": TlpLabel.objects.all(),
        "moderated_url": reverse("events:room-moderated", args=[room.slug]),
    }


def _meeting(room: Room) -> MeetingPage | None:
    pages = MeetingPage.objects.live().filter(translation_key=room.meeting_key)
    language = current_language()
    return pages.filter(locale__language_code=language).first() or pages.first()

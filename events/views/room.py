"""The page of a room and its log: reading for everybody who may, the frame for the live talk."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from community.models import User
from events.actions.attendance import note_presence
from events.models import Attendance, MeetingPage, Room
from events.queries.minutes import keeps_minutes
from events.queries.room import LOG_LIMIT, read_log, read_talk, room_for
from events.queries.room_rights import chairs, moderates
from secunity.core.models.language import current_language


def room_page(request: HttpRequest, room: str) -> HttpResponse:
    """The room: its newest messages rendered here, everything after them by the socket."""
    entered = _room_or_404(request, room)
    if entered.is_open:
        note_presence(meeting_key=entered.meeting_key, user=cast(User, request.user), source=Attendance.Source.ROOM)
    after = max(0, entered.head - LOG_LIMIT)
    context = {
        "room": entered,
        "meeting": (meeting := _meeting(entered)),
        "keeps_minutes": meeting is not None and keeps_minutes(request.user, meeting),
        "moderates": moderates(request.user, entered),
        "chairs": chairs(request.user, entered),
        "lines": _lines(entered, after),
        "older_after": max(0, after - LOG_LIMIT) if after else None,
    }
    return render(request, "events/room.html", context)


def room_log(request: HttpRequest, room: str) -> HttpResponse:
    """`?after=SEQ&limit=N`: the log from SEQ + 1 on, as JSON for programs, else as a page of messages.

    404 alike for no such room and for a room of others; 422 for numbers that are none.
    """
    entered = _room_or_404(request, room)
    wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    try:
        after = _number(request, "after", 0, 2**53 - 1)
        limit = _number(request, "limit", LOG_LIMIT, LOG_LIMIT, smallest=1)
    except ValueError as refusal:
        return _unprocessable(request, str(refusal), wants_json)
    if wants_json:
        events = [event.as_dict() for event in read_log(entered.pk, after=after, limit=limit)]
        return JsonResponse({"epoch": entered.epoch, "head": entered.head, "evs": events})
    return render(request, "events/room_log.html", _log_context(entered, after, limit))


def _room_or_404(request: HttpRequest, slug: str) -> Room:
    room = room_for(request.user, slug)
    if room is None:
        raise Http404(_("There is no such room, or it is not one of yours."))
    return room


def _number(request: HttpRequest, name: str, default: int, largest: int, smallest: int = 0) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if given.isascii() and given.isdigit() and len(given) <= 16 and smallest <= int(given) <= largest:
        return int(given)
    raise ValueError(
        _("%(name)s: a whole number from %(smallest)s to %(largest)s is needed.")
        % {"name": name, "smallest": smallest, "largest": largest}
    )


def _unprocessable(request: HttpRequest, sentence: str, wants_json: bool) -> HttpResponse:
    if wants_json:
        return JsonResponse({"detail": sentence}, status=422)
    return render(request, "events/room_log.html", {"refusal": sentence, "lines": []}, status=422)


def _log_context(room: Room, after: int, limit: int) -> dict[str, object]:
    until = min(room.head, after + limit)
    return {
        "room": room,
        "lines": _lines(room, after, until),
        "first": after + 1,
        "last": until,
        "older_after": max(0, after - limit) if after else None,
        "newer_after": until if until < room.head else None,
        "limit": limit,
    }


def _lines(room: Room, after: int, until: int | None = None) -> list[dict[str, object]]:
    lines = read_talk(room.pk, after=after, until=room.head, limit=(until or room.head) - after)
    return [{"line": line, "at": parse_datetime(line.at)} for line in lines]


def _meeting(room: Room) -> MeetingPage | None:
    pages = MeetingPage.objects.live().filter(translation_key=room.meeting_key)
    language = current_language()
    return pages.filter(locale__language_code=language).first() or pages.first()

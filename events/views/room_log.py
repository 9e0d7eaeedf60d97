"""The log of a room: page by page, searched, or taken along as a file as far as its label lets it."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from community.models import User
from events.models import Room
from events.queries.room import LOG_LIMIT, read_log, read_talk
from events.queries.room_labels import LabelHistory, copy_rule
from events.queries.room_people import own_id
from events.queries.room_search import found_lines, search_log
from events.room.talk import Line
from events.views.room_door import number, room_or_404, wants_json

LONGEST_QUESTION = 100


def room_log(request: HttpRequest, room: str) -> HttpResponse:
    """`?after=SEQ&limit=N`: the log from SEQ + 1 on; `?q=WORDS`: what was said with these words, the newest first.

    JSON for programs, else a page. 404 alike for no such room and for a room of others; 422 for numbers that are
    none and questions that are too long.
    """
    entered = room_or_404(request, room)
    question = request.GET.get("q", "").strip()
    try:
        after = number(request, "after", 0, 2**53 - 1)
        limit = number(request, "limit", LOG_LIMIT, LOG_LIMIT, smallest=1)
        if len(question) > LONGEST_QUESTION:
            raise ValueError(_("q: at most %(longest)s characters can be looked for.") % {"longest": LONGEST_QUESTION})
    except ValueError as refusal:
        return _unprocessable(request, str(refusal))
    if question:
        return _found(request, entered, question)
    if wants_json(request):
        return JsonResponse(
            _head(entered) | {"evs": [e.as_dict() for e in read_log(entered.pk, after=after, limit=limit)]}
        )
    return render(request, "events/room_log.html", _about(request, entered) | _part(entered, after, limit))


def shown_lines(room: Room, after: int, until: int | None = None) -> list[dict[str, object]]:
    """Lines for a page, with their times."""
    limit = (until or room.head) - after
    lines = read_talk(room.pk, after=after, until=room.head, limit=limit, label=LabelHistory(room).at(after + 1))
    return _with_times(lines)


def _with_times(lines: list[Line]) -> list[dict[str, object]]:
    return [{"line": line, "at": parse_datetime(line.at)} for line in lines]


def _found(request: HttpRequest, room: Room, question: str) -> HttpResponse:
    events, total = search_log(room, question)
    if wants_json(request):
        return JsonResponse(_head(room) | {"evs": [event.as_dict() for event in events], "total": total})
    context = {"question": question, "total": total, "lines": _with_times(found_lines(room, events))}
    return render(request, "events/room_log.html", _about(request, room) | context)


def _head(room: Room) -> dict[str, object]:
    return {"epoch": room.epoch, "head": room.head}


def _about(request: HttpRequest, room: Room) -> dict[str, object]:
    return {
        "room": room,
        "me_id": own_id(room, cast(User, request.user)),
        "can_export": copy_rule(room) != "none",
        "longest_question": LONGEST_QUESTION,
    }


def _unprocessable(request: HttpRequest, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": sentence}, status=422)
    return render(request, "events/room_log.html", {"refusal": sentence, "lines": []}, status=422)


def _part(room: Room, after: int, limit: int) -> dict[str, object]:
    until = min(room.head, after + limit)
    return {
        "lines": shown_lines(room, after, until),
        "first": after + 1,
        "last": until,
        "older_after": max(0, after - limit) if after else None,
        "newer_after": until if until < room.head else None,
        "limit": limit,
    }

"""What stands in a room beside its messages: for programs as JSON, without script as pages to read."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from community.models import User
from events.models import Room
from events.queries.appeals import own_appeals
from events.queries.polls import draft_polls, voted_polls
from events.queries.questions import own_questions, voted_questions, waiting_questions
from events.queries.room_people import own_id
from events.queries.room_rights import moderates
from events.queries.room_state import read_parts, read_state
from events.views.room_door import room_or_404


def room_state(request: HttpRequest, room: str) -> HttpResponse:
    """The parts as they stand at `head` of the log; events after it change them by the same rules. Beside them, what
    is only for whoever asks, and for moderators what only they may see."""
    entered, user = room_or_404(request, room), cast(User, request.user)
    head, parts = read_state(entered)
    state: dict[str, Any] = {"epoch": entered.epoch, "head": head, "parts": parts}
    state["mine"] = _mine(entered, own_id(entered, user))
    if moderates(user, entered):
        state |= {"waiting": waiting_questions(entered), "drafts": draft_polls(entered)}
    return JsonResponse(state)


def _mine(room: Room, person_id: int | None) -> dict[str, Any]:
    return {
        "votes": voted_questions(room, person_id),
        "voted": voted_polls(room, person_id),
        "questions": own_questions(room, person_id),
        "appeals": own_appeals(room, person_id),
    }


def room_questions(request: HttpRequest, room: str) -> HttpResponse:
    """The questions to read, what most want answered first."""
    entered, user = room_or_404(request, room), cast(User, request.user)
    parts = read_parts(entered)["questions"]
    questions = [{"number": int(number), **question} for number, question in parts.items()]
    context = {
        "room": entered,
        "questions": sorted(questions, key=lambda question: (-question["votes"], question["number"])),
        "mine": own_questions(entered, own_id(entered, user)),
        "waiting": waiting_questions(entered) if moderates(user, entered) else [],
    }
    return render(request, "events/room_questions.html", context)


def room_polls(request: HttpRequest, room: str) -> HttpResponse:
    """The polls to read, with the results of those that are over."""
    entered = room_or_404(request, room)
    polls = [_poll(int(number), poll) for number, poll in read_parts(entered)["polls"].items()]
    return render(request, "events/room_polls.html", {"room": entered, "polls": polls})


def _poll(number: int, poll: dict[str, Any]) -> dict[str, Any]:
    counts = {row["option"]: row["count"] for row in poll["results"] or ()}
    scale = poll["scale"]
    names = dict(enumerate(poll["options"] or ()))
    if scale is not None:
        ends = {scale["lowest"]: scale["lowest_text"], scale["highest"]: scale["highest_text"]}
        steps = range(scale["lowest"], scale["highest"] + 1)
        names = {step: f"{step} {ends.get(step, '')}".strip() for step in steps}
    rows = [(name, counts.get(option)) for option, name in names.items()]
    return {"number": number, **poll, "rows": rows, "is_closed": poll["state"] == "closed"}

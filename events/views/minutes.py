"""The page of a meeting's minutes: reading, writing together, approving, publishing."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import User
from community.queries import organised_regions_of
from events.actions.minutes.approval import StaleMinutes, approve_minutes, doubts_in, publish_minutes, reopen_minutes
from events.actions.minutes.follow_ups import draft_practice, draft_report
from events.actions.minutes.lines import StaleLine, add_line, change_line, finish_action, remove_line
from events.actions.minutes.order import move_line
from events.actions.minutes.speakers import ask_speaker
from events.forms.minutes import LineForm
from events.models import MeetingPage, Minutes, MinutesLine, Room
from events.models.access import reader_of
from events.queries.minutes import (
    is_kept_back,
    is_public,
    keeps_minutes,
    may_approve,
    meeting_of,
    open_actions_before,
    public_minutes,
    reads_minutes,
    sections_of,
    with_meetings,
)
from secunity.core.models.language import current_language

PAGE = "events/minutes.html"
# A line is moved up or down past the one that stood there on the screen.
MOVE = re.compile(r"(up|down)-([0-9]{1,15})")


def minutes_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The minutes as this reader may see them, with forms for who keeps them; JSON for the module in the room."""
    meeting, minutes, person = _read(request, key)
    if _wants_json(request):
        return JsonResponse(_as_json(minutes, meeting, person))
    return render(request, PAGE, _context(minutes, meeting, person))


def minutes_line(request: HttpRequest, key: UUID) -> HttpResponse:
    """A line is added, changed, moved, removed, done, or its speaker asked: `do` says which. 409 with both texts where
    somebody else was faster, 422 with words for everything that cannot be; what was typed comes back in both."""
    meeting, minutes, person = _read(request, key)
    form = LineForm(request.POST, meeting=meeting)
    number = request.POST.get("line", "")
    try:
        _do_line(request.POST.get("do", "add"), form, number, meeting, minutes, person)
    except StaleLine as stale:
        return _conflict(request, form, stale.line, (minutes, meeting, person))
    except ValidationError as refusal:
        return _refused(request, form, number, refusal, (minutes, meeting, person))
    if _wants_json(request):
        return JsonResponse(_as_json(_minutes_of(key), meeting, person))
    messages.success(request, _("Saved."))
    return _back(key, f"#move-{number}" if MOVE.fullmatch(request.POST.get("do", "")) else "")


def minutes_step(request: HttpRequest, key: UUID) -> HttpResponse:
    """Approve, publish, open again, or make a draft of something else out of them."""
    meeting, minutes, person = _read(request, key)
    try:
        where = _do_step(request, meeting, minutes, person)
    except StaleMinutes:
        words = _("Somebody wrote in these minutes since you opened the page. Please read them once more.")
        return render(request, PAGE, _context(_minutes_of(key), meeting, person) | {"refusal": words}, status=409)
    except ValidationError as refusal:
        context = _context(_minutes_of(key), meeting, person) | {"refusal": " ".join(refusal.messages)}
        return render(request, PAGE, context, status=422)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(where) if where else _back(key)


def published_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page: no names but those whose people let them stand; 404 for everything that is not public."""
    minutes = get_object_or_404(public_minutes(), slug=slug)
    meeting = meeting_of(minutes.meeting_key, current_language())
    if meeting is None or not is_public(minutes, meeting):
        raise Http404
    context = {"minutes": minutes, "meeting": meeting, "sections": sections_of(minutes, meeting)}
    return render(request, "events/minutes_public.html", context)


def _read(request: HttpRequest, key: UUID) -> tuple[MeetingPage, Minutes | None, User]:
    person = reader_of(request)
    meeting = meeting_of(key, current_language())
    minutes = _minutes_of(key)
    if meeting is None or not isinstance(person, User):
        raise Http404(_("There is no such meeting, or its minutes are not for you."))
    if not reads_minutes(person, minutes, meeting) and not (is_kept_back(meeting) and keeps_minutes(person, meeting)):
        raise Http404(_("There is no such meeting, or its minutes are not for you."))
    return meeting, None if is_kept_back(meeting) else minutes, person


def _minutes_of(key: UUID) -> Minutes | None:
    return Minutes.objects.filter(meeting_key=key).first()


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _back(key: UUID, place: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("events:minutes", args=[key]) + place)


def _do_line(
    what: str, form: LineForm, number: str, meeting: MeetingPage, minutes: Minutes | None, person: User
) -> None:
    if what == "add":
        add_line(meeting=meeting, editor=person, fields=_fields(form))
        return
    line = _line(minutes, number)
    if what == "save":
        given = _fields(form)
        change_line(meeting=meeting, line_id=line.pk, revision=_revision(form), editor=person, fields=given)
    elif where := MOVE.fullmatch(what):
        given = _fields(form)
        move_line(
            meeting=meeting,
            line_id=line.pk,
            revision=_revision(form),
            editor=person,
            fields=given,
            is_up=where[1] == "up",
            past=int(where[2]),
        )
    elif what == "remove":
        form.is_valid()
        remove_line(meeting=meeting, line_id=line.pk, revision=_revision(form), editor=person)
    elif what == "done":
        finish_action(line=line, actor=person, meeting=meeting)
    elif what == "ask":
        ask_speaker(meeting=meeting, line=line, actor=person)
    else:
        raise ValidationError(_("This page does not know that step."))


def _fields(form: LineForm) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


def _revision(form: LineForm) -> int:
    return form.cleaned_data.get("revision") or 0


def _line(minutes: Minutes | None, number: str) -> MinutesLine:
    known = number.isascii() and number.isdigit() and len(number) < 16 and minutes is not None
    line = minutes.lines.filter(pk=int(number)).first() if known and minutes else None
    if line is None:
        raise ValidationError(_("There is no such line in these minutes."))
    return line


def _do_step(request: HttpRequest, meeting: MeetingPage, minutes: Minutes | None, person: User) -> str | None:
    what, revision = request.POST.get("do"), request.POST.get("revision", "")
    read = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1
    if minutes is None:
        raise ValidationError(_("There is no line to approve yet."))
    if what == "approve":
        approve_minutes(meeting=meeting, actor=person, revision=read)
    elif what == "publish":
        publish_minutes(meeting=meeting, actor=person, revision=read, is_checked="is_checked" in request.POST)
    elif what == "reopen":
        reopen_minutes(meeting=meeting, actor=person)
    elif what == "practice":
        region = organised_regions_of(person).filter(pk=request.POST.get("region", "")).first()
        if region is None:
            raise PermissionDenied
        page = draft_practice(meeting=meeting, minutes=minutes, region=region, actor=person)
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    elif what == "report":
        draft_report(meeting=meeting, minutes=minutes, actor=person)
        return reverse("practices:reports")
    else:
        raise ValidationError(_("This page does not know that step."))
    return None


def _conflict(request: HttpRequest, form: LineForm, line: MinutesLine, read: tuple[Any, ...]) -> HttpResponse:
    """Both texts, and the newest revision for who then writes over it knowingly."""
    form.is_valid()
    yours = form.data.get("text", "")
    if _wants_json(request):
        said = {"line": line.pk, "revision": line.revision, "is_removed": line.is_removed}
        return JsonResponse({**said, "yours": yours, "theirs": line.text}, status=409)
    again = LineForm({**request.POST.dict(), "revision": str(line.revision)}, meeting=read[1])
    context = {"meeting": read[1], "line": line, "form": again, "yours": yours}
    return render(request, "events/minutes_conflict.html", context, status=409)


def _refused(
    request: HttpRequest, form: LineForm, number: str, refusal: ValidationError, read: tuple[Any, ...]
) -> HttpResponse:
    for name, errors in (refusal.error_dict if hasattr(refusal, "error_dict") else {}).items():
        if name in form.fields and not form.has_error(name):
            form.add_error(name, errors)
    words = " ".join(dict.fromkeys(refusal.messages))
    if _wants_json(request):
        return JsonResponse({"detail": words}, status=422)
    context = _context(*read) | {"refusal": words, "typed": form, "typed_line": number}
    return render(request, PAGE, context, status=422)


def _context(minutes: Minutes | None, meeting: MeetingPage, person: User) -> dict[str, Any]:
    writes = keeps_minutes(person, meeting) and not is_kept_back(meeting)
    is_draft = minutes is None or minutes.is_draft
    approved = minutes is not None and not is_draft
    sections = [
        (section, _rows(section.lines, meeting, writes and is_draft)) for section in sections_of(minutes, meeting)
    ]
    return {
        "minutes": minutes,
        "meeting": meeting,
        "room": Room.objects.filter(meeting_key=meeting.translation_key).first(),
        "is_kept_back": is_kept_back(meeting),
        "is_draft": is_draft,
        "writes": writes,
        "edits": writes and is_draft,
        "approves": may_approve(person, meeting),
        "sections": [each for each in sections if each[1] or each[0].number],
        "new_line": LineForm(meeting=meeting, auto_id="new-%s") if writes and is_draft else None,
        "earlier": with_meetings(open_actions_before(meeting, person), current_language()),
        "doubts": doubts_in(minutes) if approved and writes and minutes and not minutes.is_published else [],
        "regions": organised_regions_of(person) if approved and writes else [],
        "is_public": minutes is not None and is_public(minutes, meeting),
    }


def _rows(lines: tuple[MinutesLine, ...], meeting: MeetingPage, edits: bool) -> list[dict[str, Any]]:
    keys = [None, *(line.pk for line in lines), None]
    return [
        {"line": line, "form": LineForm.of(line, meeting), "above": keys[number], "below": keys[number + 2]}
        if edits
        else {"line": line}
        for number, line in enumerate(lines)
    ]


def _as_json(minutes: Minutes | None, meeting: MeetingPage, person: User) -> dict[str, Any]:
    sections = sections_of(minutes, meeting)
    return {
        "revision": minutes.revision if minutes else 0,
        "state": minutes.state if minutes else Minutes.State.DRAFT,
        "writes": keeps_minutes(person, meeting),
        "sections": [
            {"number": each.number, "title": each.title, "lines": [_line_json(line) for line in each.lines]}
            for each in sections
        ],
    }


def _line_json(line: MinutesLine) -> dict[str, Any]:
    return {
        "line": line.pk,
        "as": line.kind,
        "label": line.get_kind_display(),
        "text": line.text,
        "seq": line.seq,
        "revision": line.revision,
        "name": line.shown_name,
        "owner": line.owner.name if line.owner else "",
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "is_done": line.done_at is not None,
    }

"""The guideline check: Share, Report or Announce? Everybody may ask, and nothing of it is kept.

The questions are a page like any other; an answer stands only in the reader's address and is in no cache.
"""

import datetime as dt
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from community.forms.wizard import GuidelineForm
from community.lanes import Deadline, Lane, calendar_of, checked_on, common_form, has_joint_form, propose_lanes
from secunity.core.models.language import current_language

TEMPLATE = "community/wizard/check.html"


def check(request: HttpRequest) -> HttpResponse:
    """The questions, or once there are answers what they lead to; `edit` in the query shows the questions again."""
    if not GuidelineForm.is_asked(request.GET):
        return render(request, TEMPLATE, {"form": GuidelineForm()})
    form = GuidelineForm(request.GET)
    if not form.is_valid():
        return _unkept(render(request, TEMPLATE, {"form": form}, status=422))
    if "edit" in request.GET:
        return _unkept(render(request, TEMPLATE, {"form": form}))
    return _unkept(render(request, TEMPLATE, {"form": form} | _result(form)))


def deadlines(request: HttpRequest) -> HttpResponse:
    """The deadlines as a calendar file."""
    form = GuidelineForm(request.GET)
    if not form.is_valid():
        return _unkept(render(request, TEMPLATE, {"form": form}, status=422))
    host = urlsplit(settings.BASE_URL).hostname or "hub"
    due = _deadlines(propose_lanes(form.answers))
    content = calendar_of(due, language=current_language(), now=timezone.now(), host=host)
    return _file(content, "text/calendar; charset=utf-8", "deadlines.ics")


def form_text(request: HttpRequest) -> HttpResponse:
    """The text of the common form as a file."""
    form = GuidelineForm(request.GET)
    if not form.is_valid():
        return _unkept(render(request, TEMPLATE, {"form": form}, status=422))
    # Windows' editor takes a file for UTF-8 by its mark, and knows line ends only of two letters.
    text = "\ufeff" + common_form(form.answers, current_language()).replace("\n", "\r\n")
    return _file(text.encode(), "text/plain; charset=utf-8", "incident-notice.txt")


def _result(form: GuidelineForm) -> dict[str, object]:
    lanes = propose_lanes(form.answers)
    query = urlencode(form.query())
    return {
        "lanes": lanes,
        "deadlines": _deadlines(lanes),
        "discovered": form.answers.discovered,
        "has_joint_form": has_joint_form(form.answers),
        "text": common_form(form.answers, current_language()),
        "checked_on": dt.date.fromisoformat(checked_on()),
        "query": query,
        "edit_url": f"{reverse('places:guideline-check')}?{query}&edit=1",
    }


def _deadlines(lanes: tuple[Lane, ...]) -> list[Deadline]:
    found = [each for lane in lanes for each in lane.deadlines]
    return sorted(found, key=lambda each: (each.due is None, each.due or timezone.localdate(), each.code))


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _unkept(HttpResponse(content, content_type=media_type, headers=disposition))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Answers are nobody else's business: no cache keeps them, no search engine lists them."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response

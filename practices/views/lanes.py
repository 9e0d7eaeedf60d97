"""Pages on which the lanes of a report are worked off."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from community.lanes import has_joint_form
from community.views.reader import reader_of
from practices.actions.lanes import change_lane, lane_answers, mark_acknowledged, mark_sent, propose_for
from practices.forms.common_form import common_form_of
from practices.forms.lanes import LaneForm
from practices.models import DisclosureLane, IncidentReport
from practices.views.reports import opened_report, own_report
from secunity.core.queries import absolute_url

ONE_DAY = dt.timedelta(days=1)
ACTS = {"sent": mark_sent, "acknowledged": mark_acknowledged}


def lane_list(request: HttpRequest, key: str) -> HttpResponse:
    """All rows of a report by lane, with the form's text to copy; its own people propose and add."""
    report = opened_report(request, key, "lanes")
    is_own = report.is_own_of(reader_of(request))
    if request.method == "POST":
        if not is_own:
            raise Http404
        propose_for(report=report, editor=reader_of(request))
        messages.success(request, _("The proposals follow your answers now. What you wrote yourself is untouched."))
        return HttpResponseRedirect(request.path)
    rows = list(report.lanes.all())
    answers = lane_answers(report)
    context = {
        "report": report,
        "is_own": is_own and report.is_editable,
        "lanes": [(label, [row for row in rows if row.lane == code]) for code, label in DisclosureLane.Lane.choices],
        "has_rows": bool(rows),
        "has_joint_form": has_joint_form(answers),
        "form_text": common_form_of(report, answers, reader_of(request), with_victim=True),
    }
    return render(request, "practices/lanes/list.html", context)


def lane_edit(request: HttpRequest, key: str, lane: int | None = None) -> HttpResponse:
    """Write in a row, or add one of one's own."""
    report = own_report(request, key)
    row = _row(report, lane) if lane else DisclosureLane(report=report, lane=DisclosureLane.Lane.SHARE)
    names = LaneForm.base_fields
    form = LaneForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            change_lane(lane=row, editor=reader_of(request), changes=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("practices:lanes", args=[key]))
    context = {"report": report, "lane": row, "form": form}
    return render(request, "practices/lanes/edit.html", context, status=422 if form.errors else 200)


def lane_act(request: HttpRequest, key: str, lane: int, act: str) -> HttpResponse:
    """One press: sent, or acknowledged, just now."""
    row = _row(own_report(request, key), lane)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](lane=row, editor=reader_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(reverse("practices:lanes", args=[key]))


def lane_calendar(request: HttpRequest, key: str, lane: int | None = None) -> HttpResponse:
    """The deadlines as calendar entries: all of a report, or one."""
    report = opened_report(request, key, "deadlines")
    rows = [_row(report, lane)] if lane else list(report.lanes.all())
    response = HttpResponse(_calendar(report, rows), content_type="text/calendar; charset=utf-8")
    return _download(response, f"deadlines-{report.key[:4]}.ics")


def common_form_file(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The common form as a text file, whole or only what names nobody."""
    report = opened_report(request, key, "common form")
    if part not in {"all", "technique"}:
        raise Http404
    text = common_form_of(report, lane_answers(report), reader_of(request), with_victim=part == "all")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return _download(response, f"incident-form-{part}.txt")


def _row(report: IncidentReport, lane: int) -> DisclosureLane:
    row = report.lanes.filter(pk=lane).first()
    if row is None:
        raise Http404
    row.report = report
    return row


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _calendar(report: IncidentReport, rows: Iterable[DisclosureLane]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//SECUNITY Hub//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in rows:
        if row.deadline:
            calendar.add_component(_event(report, row))
    return bytes(calendar.to_ical())


def _event(report: IncidentReport, row: DisclosureLane) -> Event:
    """An all-day entry that stays the same one when its day changes, and is cancelled once it has been sent."""
    event, reminder = Event(), Alarm()
    title = _("Deadline: %(recipient)s") % {"recipient": row.recipient}
    event.add("uid", f"lane-{row.pk}@{settings.BASE_URL.split('//')[-1]}")
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.updated_at)
    event.add("dtstart", row.deadline)
    event.add("summary", title)
    event.add("url", absolute_url(reverse("practices:lane", args=[report.key, row.pk])))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if row.sent_at or row.is_set_aside:
        event.add("status", "CANCELLED")
    reminder.add("action", "DISPLAY")
    reminder.add("description", title)
    reminder.add("trigger", -ONE_DAY)
    event.add_component(reminder)
    return event

"""The desk of a meeting: for those who hold it."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.adapters import refuse
from community.forms.papers import PaperForm
from community.forms.working_groups import AnswerForm
from community.views.reader import reader_of
from events.actions.attendance import note_attendance
from events.actions.mails import invite
from events.actions.meetings import change_call, ensure_call
from events.actions.papers import add_paper, delete_paper
from events.actions.registrations import approve_registration, decline_registration
from events.actions.series import cancel_meeting, end_series, repeat_meeting
from events.forms.registrations import AttendanceForm, CallForm, CancelForm, SeriesForm
from events.models import MeetingPage, Registration
from events.queries.papers import papers_of
from events.queries.people import holds_meeting, invited_to
from events.queries.registrations import attendance_rows, places_left
from events.views.registrations import meeting_or_404
from secunity.core.actions import record_access

TEMPLATE = "events/registrations/desk.html"
Verb = Callable[[], str]


def desk(request: HttpRequest, key: UUID) -> HttpResponse:
    """Registrations, attendance, papers, call, invitation, series and cancelling; POST does what the button says."""
    meeting, user = meeting_or_404(request, key), reader_of(request)
    if not holds_meeting(user, meeting):
        return refuse(request, _("This is for those who hold the meeting."))
    if request.method == "POST":
        return _do(request, meeting)
    record_access(actor=user, instance=meeting, data_class="P2", purpose="registrations of a meeting")
    return _page(request, meeting)


def answer(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Let somebody in or decline with a reason."""
    meeting, user = meeting_or_404(request, key), reader_of(request)
    if not holds_meeting(user, meeting):
        return refuse(request, _("This is for those who hold the meeting."))
    asked = get_object_or_404(Registration, pk=pk, meeting_key=key)
    if request.POST.get("do") == "approve":
        return _attempt(request, meeting, lambda: _let_in(request, meeting, asked))
    form = AnswerForm(request.POST, prefix=f"answer-{pk}")
    if not form.is_valid():
        return _page(request, meeting, status=422, answer_form=form, answer_to=pk)

    def declined() -> str:
        decline_registration(registration=asked, meeting=meeting, by=user, **form.cleaned_data)
        return _("The registration is declined. The person gets a mail with the reason.")

    return _attempt(request, meeting, declined)


def paper_deleted(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Delete a paper of the meeting."""
    meeting, user = meeting_or_404(request, key), reader_of(request)
    if not holds_meeting(user, meeting):
        return refuse(request, _("This is for those who hold the meeting."))
    paper = get_object_or_404(papers_of(meeting), pk=pk)

    def deleted() -> str:
        delete_paper(meeting=meeting, by=user, document=paper)
        return _("It is deleted.")

    return _attempt(request, meeting, deleted)


def _let_in(request: HttpRequest, meeting: MeetingPage, asked: Registration) -> str:
    done = approve_registration(registration=asked, meeting=meeting, by=reader_of(request))
    if done.state == Registration.State.WAITING:
        return _("All places are taken: the person is on the waiting list, and gets a mail.")
    return _("The person has a place, and gets a mail.")


def _do(request: HttpRequest, meeting: MeetingPage) -> HttpResponse:
    """What the button says, by the form that goes with it."""
    user, do = reader_of(request), request.POST.get("do", "")
    forms: dict[str, tuple[Form, Callable[[dict[str, Any]], str]]] = {
        "call": (CallForm(request.POST), lambda data: _call(request, meeting, **data)),
        "cancel": (CancelForm(request.POST), lambda data: _cancel(request, meeting, **data)),
        "end": (CancelForm(request.POST, auto_id="end_%s"), lambda data: _end(request, meeting, **data)),
        "series": (SeriesForm(request.POST), lambda data: _series(request, meeting, **data)),
        "paper": (PaperForm(request.POST, request.FILES), lambda data: _paper(request, meeting, **data)),
        "attendance": (_attendance_form(request, meeting), lambda data: _attendance(request, meeting, **data)),
        "invite": (Form(request.POST), lambda data: _invited(invite(meeting=meeting, by=user))),
    }
    if do not in forms:
        messages.error(request, _("Please press one of the buttons."))
        return _page(request, meeting, status=422)
    form, verb = forms[do]
    if not form.is_valid():
        return _page(request, meeting, status=422, **{f"{do}_form": form})
    return _attempt(request, meeting, lambda: verb(form.cleaned_data), **{f"{do}_form": form})


def _attempt(request: HttpRequest, meeting: MeetingPage, verb: Verb, **forms: Any) -> HttpResponse:
    try:
        words = verb()
    except PermissionDenied as refusal:
        return refuse(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _page(request, meeting, status=422, **forms)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("events:desk", args=[meeting.translation_key]))


def _call(request: HttpRequest, meeting: MeetingPage, call_url: str) -> str:
    change_call(meeting=meeting, by=reader_of(request), url=call_url)
    return _("The address of the call is kept. It is the only one that opens from now on.")


def _cancel(request: HttpRequest, meeting: MeetingPage, note: str) -> str:
    cancel_meeting(meeting=meeting, by=reader_of(request), note=note)
    return _("The meeting is cancelled. Everybody who is registered gets a mail.")


def _end(request: HttpRequest, meeting: MeetingPage, note: str) -> str:
    number = end_series(meeting=meeting, by=reader_of(request), note=note)
    return ngettext("%(number)d later meeting is cancelled.", "%(number)d later meetings are cancelled.", number) % {
        "number": number
    }


def _series(request: HttpRequest, meeting: MeetingPage, **rule: Any) -> str:
    number = len(repeat_meeting(meeting=meeting, by=reader_of(request), **rule))
    return ngettext(
        "%(number)d further meeting is announced. Move or cancel single ones on their own pages.",
        "%(number)d further meetings are announced. Move or cancel single ones on their own pages.",
        number,
    ) % {"number": number}


def _paper(request: HttpRequest, meeting: MeetingPage, **paper: Any) -> str:
    add_paper(meeting=meeting, by=reader_of(request), **paper)
    return _("The paper is there for those who may come.")


def _invited(number: int) -> str:
    return ngettext("%(number)d person is invited.", "%(number)d people are invited.", number) % {"number": number}


def _attendance(request: HttpRequest, meeting: MeetingPage, there: list[int]) -> str:
    listed = [row.user.pk for row in attendance_rows(meeting)]
    note_attendance(meeting=meeting, by=reader_of(request), listed=listed, there=there)
    return _("Who was there is noted.")


def _attendance_form(request: HttpRequest, meeting: MeetingPage) -> AttendanceForm:
    return AttendanceForm(request.POST, people=[row.user.pk for row in attendance_rows(meeting)])


def _page(request: HttpRequest, meeting: MeetingPage, *, status: int = 200, **forms: Any) -> HttpResponse:
    rows = Registration.objects.of_meeting(meeting.translation_key).select_related("user")
    has_begun = meeting.starts_at <= timezone.now()
    context = {
        "meeting": meeting,
        "has_begun": has_begun,
        "requests": [(each, _answer_form(each, forms)) for each in rows.filter(state=Registration.State.REQUESTED)],
        "registrations": rows.exclude(state=Registration.State.REQUESTED),
        "places_left": places_left(meeting),
        "attendance": attendance_rows(meeting) if has_begun else [],
        "papers": papers_of(meeting),
        "call_url": ensure_call(meeting=meeting),
        "invited": 0 if has_begun else invited_to(meeting).count(),
        "call_form": CallForm(),
        "cancel_form": CancelForm(),
        "end_form": CancelForm(auto_id="end_%s"),
        "series_form": SeriesForm(),
        "paper_form": PaperForm(),
        **forms,
    }
    return render(request, TEMPLATE, context, status=status)


def _answer_form(registration: Registration, forms: dict[str, Any]) -> AnswerForm:
    if forms.get("answer_to") == registration.pk:
        return cast(AnswerForm, forms["answer_form"])
    return AnswerForm(prefix=f"answer-{registration.pk}")

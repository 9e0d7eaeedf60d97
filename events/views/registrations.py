"""A person's own registration, and their list of meetings with the calendar's secret address."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.adapters import refuse
from community.views.reader import reader_of
from events.actions.registrations import cancel_registration, register
from events.forms.registrations import RegisterForm
from events.models import CalendarKey, MeetingPage, Registration
from events.queries.meetings import meetings_for
from events.queries.people import holds_meeting
from events.queries.registrations import own_meetings, standing_of
from secunity.core.models.language import current_language

State = Registration.State


def registration(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where one stands about a meeting; register or take it back, as the button pressed says."""
    meeting, user = meeting_or_404(request, key), reader_of(request)
    if request.method != "POST":
        return _page(request, meeting)
    form = RegisterForm(request.POST)
    do = request.POST.get("do", "")
    if do == "register" and form.is_valid():
        return _attempt(request, meeting, lambda: register(meeting=meeting, user=user, **form.cleaned_data))
    if do == "cancel":
        return _attempt(request, meeting, lambda: cancel_registration(meeting=meeting, user=user))
    if do != "register":
        messages.error(request, _("Please press one of the buttons."))
    return _page(request, meeting, form=form, status=422)


def own(request: HttpRequest) -> HttpResponse:
    """The meetings one goes to; POST makes or revokes the secret address of one's calendar, shown this once."""
    user, language = reader_of(request), current_language()
    address = ""
    if request.method == "POST" and request.POST.get("do") == "revoke":
        CalendarKey.objects.filter(user=user).delete()
        messages.success(request, _("The address of your calendar opens nothing any more."))
    elif request.method == "POST":
        token = CalendarKey.renew(user.pk, language)
        address = request.build_absolute_uri(reverse("events:personal-calendar", args=[token]))
    meetings = list(own_meetings(user, language).not_over())
    states = {each.meeting_key: each for each in Registration.objects.alive().filter(user=user)}
    context = {
        "rows": [(each, states.get(each.translation_key)) for each in meetings],
        "calendar_key": CalendarKey.objects.filter(user=user).first(),
        "address": address,
    }
    return render(request, "events/registrations/own.html", context)


def meeting_or_404(request: HttpRequest, key: UUID) -> MeetingPage:
    """The meeting with this key as this person may know it."""
    meeting = meetings_for(reader_of(request), current_language()).filter(translation_key=key).first()
    if meeting is None:
        raise Http404(_("There is no such meeting."))
    return cast(MeetingPage, meeting)


def _attempt(request: HttpRequest, meeting: MeetingPage, verb: Callable[[], Registration | None]) -> HttpResponse:
    try:
        done = verb()
    except PermissionDenied as refusal:
        return refuse(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _page(request, meeting, status=422)
    if done is not None:
        messages.success(request, _words(done))
    return HttpResponseRedirect(reverse("events:registration", args=[meeting.translation_key]))


def _words(done: Registration) -> str:
    return {
        State.CONFIRMED.value: _("You have a place. A mail with the date for your calendar is on its way."),
        State.REQUESTED.value: _("Your registration is with the organisers. You will get a mail with the answer."),
        State.WAITING.value: _("You are on the waiting list. You move up by yourself, and a mail tells you."),
        State.CANCELLED.value: _("Your registration is taken back."),
        State.DECLINED.value: _("The organisers have declined this registration."),
    }[str(done.state)]


def _page(
    request: HttpRequest, meeting: MeetingPage, *, form: RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    user = reader_of(request)
    context: dict[str, Any] = {
        "meeting": meeting,
        "standing": standing_of(user, meeting),
        "may_come": meeting.may_take_part(user) or holds_meeting(user, meeting),
        "form": form or RegisterForm(),
    }
    return render(request, "events/registrations/registration.html", context, status=status)

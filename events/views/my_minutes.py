"""What one has to do after meetings, and the lines beside which one's name may stand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import User
from events.actions.minutes.lines import finish_action
from events.actions.minutes.speakers import answer_for_name
from events.models import SpeakerConsent
from events.models.access import reader_of
from events.queries.minutes import actions_of, meeting_of, names_asked_of, with_meetings
from secunity.core.models.language import current_language


def my_minutes(request: HttpRequest) -> HttpResponse:
    """One's actions and answers; a posted `done`, `yes` or `no` names one of one's own, else 404."""
    person = reader_of(request)
    if not isinstance(person, User):
        raise Http404
    if request.method == "POST":
        _answer(request, person)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("events:my-minutes"))
    language = current_language()
    asked = names_asked_of(person)
    context = {
        "actions": with_meetings(actions_of(person), language),
        "names": [(each, meeting_of(each.line.minutes.meeting_key, language)) for each in asked],
    }
    return render(request, "events/minutes_mine.html", context)


def _answer(request: HttpRequest, person: User) -> None:
    what, number = request.POST.get("do"), request.POST.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404
    if what == "done":
        mine = [pair for pair in with_meetings(actions_of(person), "ja") if pair[0].pk == int(number)]
        if not mine:
            raise Http404
        finish_action(line=mine[0][0], actor=person, meeting=mine[0][1])
        return
    try:
        answer_for_name(consent_id=int(number), person=person, agrees=what == "yes")
    except SpeakerConsent.DoesNotExist as unknown:
        raise Http404 from unknown

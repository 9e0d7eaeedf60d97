"""Appeals as those who decide about them answer them."""

from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from community.models import User
from events.actions.room.appeals import answer_appeal
from events.forms.appeals import AppealAnswerForm
from events.models import Appeal, RoomEvent
from events.queries.appeals import appeals_to_answer, appellant, may_answer
from events.queries.room_events import as_events


def appeal_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of the reader, the oldest first."""
    return render(request, "events/appeals.html", {"items": [_item(each) for each in appeals_to_answer(request.user)]})


def appeal_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to one; what is missing is asked for on the same page. 404 for who does not decide about it."""
    appeal = Appeal.objects.select_related("room__tlp", "room__working_group").filter(pk=pk).first()
    if appeal is None or not may_answer(request.user, appeal):
        raise Http404
    form = AppealAnswerForm(request.POST, auto_id=f"answer-{pk}-%s")
    if form.is_valid() and _answer(request, appeal, form):
        return HttpResponseRedirect(reverse("events:appeals"))
    return render(request, "events/appeals.html", {"items": [_item(appeal, form)]}, status=422)


def _answer(request: HttpRequest, appeal: Appeal, form: AppealAnswerForm) -> bool:
    is_lifted = form.cleaned_data["decision"] == Appeal.State.LIFTED
    by, answer = cast(User, request.user), form.cleaned_data["answer"]
    try:
        answer_appeal(appeal_id=appeal.pk, by=by, is_lifted=is_lifted, answer=answer)
    except Appeal.DoesNotExist as gone:
        raise Http404 from gone
    except (ValidationError, PermissionDenied) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return False
    return True


def _item(appeal: Appeal, form: AppealAnswerForm | None = None) -> dict[str, object]:
    rows = RoomEvent.objects.select_related("actor", "pseudonym").filter(room=appeal.room, seq=appeal.seq)
    event = next(iter(as_events(rows)), None)
    name, asked = appellant(appeal)
    return {
        "appeal": appeal,
        "name": name,
        "kind": event.kind if event is not None else "",
        "said": event.payload if event is not None else {},
        "at": parse_datetime(event.at) if event is not None else None,
        "asked": asked,
        "form": form or AppealAnswerForm(auto_id=f"answer-{appeal.pk}-%s"),
    }

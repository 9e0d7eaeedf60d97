"""The members' side of working groups: the list, and each group's desk with its roster and requests."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.participation import (
    approve_request,
    ask_to_join,
    decline_request,
    leave_working_group,
    withdraw_request,
)
from community.adapters import refuse
from community.forms.papers import PaperForm
from community.forms.working_groups import AnswerForm, JoinForm
from community.models import User, WorkingGroup, WorkingGroupMembership, WorkingGroupPage, WorkingGroupRequest
from community.queries import working_groups as queries
from community.views.reader import reader_of

DESK = "community/working_groups/desk.html"


def group_list(request: HttpRequest) -> HttpResponse:
    """Every working group with what this person is in it."""
    user = reader_of(request)
    context = {
        "groups": WorkingGroup.objects.open(),
        "closed_groups": WorkingGroup.objects.filter(closed_on__isnull=False),
        "own": set(user.working_groups.values_list("pk", flat=True)),
        "waiting": queries.requests_waiting_for(user),
        "may_open": queries.may_open_working_groups(user),
    }
    return render(request, "community/working_groups/list.html", context)


def desk(request: HttpRequest, code: str) -> HttpResponse:
    """One group: for participants its roster, papers and decisions, for others how to join."""
    return desk_page(request, get_object_or_404(WorkingGroup, pk=code))


def join(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to take part."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    form = JoinForm(request.POST, user=user)
    if not form.is_valid():
        return desk_page(request, group, status=422, join_form=form)
    try:
        ask_to_join(group=group, user=user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return desk_page(request, group, status=422, join_form=form)
    return done(request, group, _("Your request is on its way to the chair. You will get a mail with the answer."))


def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Approve, decline with a reason, or take back, as the button pressed says."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    asked = get_object_or_404(visible_requests(user, group), pk=pk)
    form = AnswerForm(request.POST, prefix=f"request-{pk}")
    decision = request.POST.get("decision", "")
    if decision == "decline" and not form.is_valid():
        return desk_page(request, group, status=422, answer_form=form, answer_to=pk)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (lambda: approve_request(request=asked, by=user), _("The person takes part now, and gets a mail.")),
        "decline": (
            lambda: decline_request(request=asked, by=user, reason=form.cleaned_data["answer"]),
            _("The request is declined. The person gets a mail with the reason."),
        ),
        "withdraw": (lambda: withdraw_request(request=asked, by=user), _("Your request is taken back.")),
    }
    if decision not in verbs:
        messages.error(request, _("Please press one of the buttons."))
        return desk_page(request, group, status=422)
    return attempt(request, group, *verbs[decision])


def leave(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End taking part: one's own, or another's for who keeps the group."""
    group, user = get_object_or_404(WorkingGroup, pk=code), reader_of(request)
    membership = get_object_or_404(WorkingGroupMembership, pk=pk, working_group=group)
    is_own = membership.user_id == user.pk
    words = _("You have left the working group.") if is_own else _("The person no longer takes part.")
    return attempt(request, group, lambda: leave_working_group(membership=membership, by=user), words)


def desk_page(request: HttpRequest, group: WorkingGroup, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The group's desk as this person may see it; `forms` are those to show again with what was typed."""
    user = reader_of(request)
    keeps, reads = queries.keeps_working_group(user, group), queries.reads_working_group(user, group)
    context: dict[str, Any] = {
        "group": group,
        "keeps": keeps,
        "reads": reads,
        "may_rename": queries.may_open_working_groups(user),
        "own_request": queries.open_request_of(user, group),
        "own_membership": group.memberships.filter(user=user).first(),
        "decisions": queries.decisions_for(user, group),
        "holders": queries.office_holders(group),
        "pages": WorkingGroupPage.objects.live().filter(
            working_group=group, locale__language_code=request.LANGUAGE_CODE
        ),
    }
    if queries.may_ask_to_join(user, group):
        context["join_form"] = JoinForm(user=user)
    if reads:
        context |= {"roster": queries.roster(group), "documents": queries.documents_of(group)}
    if keeps:
        context |= {"requests": _requests(group, user, forms), "paper_form": PaperForm()}
    return render(request, DESK, context | forms, status=status)


def attempt(request: HttpRequest, group: WorkingGroup, verb: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so; what was refused is said on the desk."""
    try:
        verb()
    except PermissionDenied as refusal:
        return refuse(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return desk_page(request, group, status=422)
    return done(request, group, words)


def done(request: HttpRequest, group: WorkingGroup, words: str) -> HttpResponse:
    """Back to the desk with a sentence."""
    messages.success(request, words)
    return HttpResponseRedirect(reverse("members:working-group", args=[group.pk]))


def visible_requests(user: User, group: WorkingGroup) -> Any:
    """Requests that `user` may act on: all of the group for who keeps it, else their own."""
    asked = WorkingGroupRequest.objects.filter(working_group=group)
    return asked if queries.keeps_working_group(user, group) else asked.filter(user=user)


def _requests(group: WorkingGroup, user: User, forms: dict[str, Any]) -> list[dict[str, Any]]:
    """Every open request with the form in which it is answered."""
    shown: dict[int, AnswerForm] = {forms["answer_to"]: forms["answer_form"]} if "answer_to" in forms else {}
    return [
        {"request": each, "form": shown.get(each.pk) or AnswerForm(prefix=f"request-{each.pk}")}
        for each in queries.open_requests(group)
        if each.user_id != user.pk
    ]

"""The desk where applications are read and answered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.invitations import resend_invitation, withdraw_invitation
from community.actions.joining import accept_application, decline_application
from community.adapters import refuse
from community.models import Application, User
from community.queries.applications import (
    answers_applications,
    applications_for,
    may_answer,
    organisation_with_number,
    similar_applications,
)
from community.views.facts import facts_of_application
from community.views.reader import reader_of
from secunity.core.actions import record_access

LONGEST_REASON = 1000
DECIDED_SHOWN = 50


def application_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, oldest first, and what was answered lately."""
    user = reader_of(request)
    if not answers_applications(user):
        return refuse(request, _("This is for the organisers of a region and the secretariat."))
    applications = applications_for(user)
    waiting = list(applications.filter(state=Application.State.SUBMITTED))
    answered = applications.exclude(state=Application.State.SUBMITTED).order_by("-decided_at")[:DECIDED_SHOWN]
    for each in waiting:
        record_access(actor=user, instance=each, data_class="P2", purpose="list of applications")
    return render(request, "community/applications/list.html", {"waiting": waiting, "answered": answered})


def application(request: HttpRequest, key: str) -> HttpResponse:
    """One application: what was written, what to know, and the answer."""
    user = reader_of(request)
    found = get_object_or_404(applications_for(user), pk=key)
    reason, problem = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            _answer(request, found, user, reason)
        except (ValidationError, PermissionDenied) as error:
            problem = error.messages[0] if isinstance(error, ValidationError) else str(error)
        else:
            return HttpResponseRedirect(reverse("members:application", args=[key]))
    record_access(actor=user, instance=found, data_class="P2", purpose="answer an application")
    found = applications_for(user).get(pk=key)
    context = {
        "application": found,
        "facts": facts_of_application(found),
        "consents": found.consents.select_related("document").defer("particulars"),
        "here_already": organisation_with_number(str(found.facts.get("corporate_number", ""))),
        "similar": similar_applications(found),
        "invitations": found.invitations.all(),
        "may_answer": found.state == Application.State.SUBMITTED and may_answer(user, found),
        "reason": reason,
        "problem": problem,
    }
    return render(request, "community/applications/detail.html", context, status=422 if problem else 200)


def _answer(request: HttpRequest, found: Application, user: User, reason: str) -> None:
    decision = request.POST.get("decision")
    if decision == "accept":
        accept_application(application=found, by=user)
        messages.success(request, _("Accepted. The invitation is on its way by mail."))
    elif decision == "decline":
        if len(reason) > LONGEST_REASON:
            raise ValidationError(_("Please keep the reason below %(most)s characters.") % {"most": LONGEST_REASON})
        decline_application(application=found, by=user, reason=reason)
        messages.success(request, _("Declined. The applicant gets your reason by mail."))
    elif decision in {"resend", "withdraw"}:
        invitation = get_object_or_404(found.invitations, pk=request.POST.get("invitation"))
        act = resend_invitation if decision == "resend" else withdraw_invitation
        act(invitation=invitation, by=user)
        messages.success(request, _("Sent again.") if decision == "resend" else _("The invitation is taken back."))
    else:
        raise Http404

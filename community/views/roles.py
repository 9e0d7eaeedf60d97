"""Pages on which roles are proposed, decided about and taken."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.proposals import approve_proposal, decline_proposal, propose_role, withdraw_proposal
from community.actions.roles import revoke_role
from community.adapters import refuse
from community.forms.roles import AnswerForm, ProposalForm
from community.models import Role, RoleProposal, User
from community.queries.grants import grantable_roles, grants_visible_to, may_decide, may_take, proposals_for
from community.views.reader import reader_of

LIST = "community/roles/roles.html"
PROPOSAL = "community/roles/proposal.html"
REVOKE = "community/roles/revoke.html"


def role_list(request: HttpRequest) -> HttpResponse:
    """Who holds which role where this person may give any, what waits for a second person, and the form."""
    user = reader_of(request)
    if not grantable_roles(user) and not proposals_for(user).exists():
        return refuse(request, _("Roles are given by organisers, chairs of working groups, and the secretariat."))
    form = ProposalForm(request.POST if request.method == "POST" else None, giver=user)
    if request.method != "POST":
        return _list_page(request, user, form)
    return _propose(request, user, form)


def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with what this person may do about it now."""
    user = reader_of(request)
    asked = get_object_or_404(proposals_for(user), pk=pk)
    return _proposal_page(request, asked, user, AnswerForm())


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, decline (with a reason) or take back, as the button pressed says."""
    user = reader_of(request)
    asked = get_object_or_404(proposals_for(user), pk=pk)
    form = AnswerForm(request.POST)
    decision = request.POST.get("decision", "")
    if decision == "decline" and not form.is_valid():
        return _proposal_page(request, asked, user, form, status=422)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (lambda: approve_proposal(proposal_id=pk, approved_by=user), _("The role is granted.")),
        "decline": (
            lambda: decline_proposal(proposal_id=pk, declined_by=user, answer=form.cleaned_data["answer"]),
            _("The proposal is declined."),
        ),
        "withdraw": (lambda: withdraw_proposal(proposal_id=pk, withdrawn_by=user), _("The proposal is taken back.")),
    }
    if decision not in verbs:
        form.add_error(None, _("Please press one of the buttons."))
        return _proposal_page(request, asked, user, form, status=422)
    verb, done = verbs[decision]
    return _do(request, verb, done)


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one role, after asking; everybody may give up their own."""
    user = reader_of(request)
    grant = get_object_or_404(grants_visible_to(user).exclude(role=Role.MEMBER), pk=pk)
    if not may_take(user, grant):
        return refuse(request, _("Your own role does not let you give or take this role."))
    if request.method != "POST":
        return render(request, REVOKE, {"grant": grant, "is_own": grant.user_id == user.pk})
    return _do(
        request,
        lambda: revoke_role(
            user=grant.user,
            role=grant.role,
            region=grant.region,
            working_group=grant.working_group,
            revoked_by=user,
        ),
        _("The role is taken."),
    )


def _propose(request: HttpRequest, user: User, form: ProposalForm) -> HttpResponse:
    if not form.is_valid():
        return _list_page(request, user, form, status=422)
    fields = form.cleaned_data
    try:
        made = propose_role(
            user=fields["email"],
            role=fields["role"],
            region=fields["region"],
            working_group=fields["working_group"],
            reason=fields["reason"],
            proposed_by=user,
        )
    except (PermissionDenied, ValidationError) as refusal:
        form.add_error(None, _words(refusal))
        return _list_page(request, user, form, status=422)
    waits = isinstance(made, RoleProposal)
    done = _("Proposed. A second person decides now.") if waits else _("The role is granted.")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("members:roles"))


def _do(request: HttpRequest, verb: Callable[[], object], done: str) -> HttpResponse:
    try:
        verb()
    except PermissionDenied as refusal:
        return refuse(request, _words(refusal))
    except ValidationError as refusal:
        messages.error(request, _words(refusal))
    else:
        messages.success(request, done)
    is_still_entitled = bool(grantable_roles(reader_of(request)))
    return HttpResponseRedirect(reverse("members:roles" if is_still_entitled else "members:home"))


def _words(refusal: PermissionDenied | ValidationError) -> str:
    return refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)


def _list_page(request: HttpRequest, user: User, form: ProposalForm, status: int = 200) -> HttpResponse:
    grants = grants_visible_to(user).exclude(role=Role.MEMBER)
    proposals = proposals_for(user)
    context = {
        "form": form if grantable_roles(user) else None,
        "grants": [{"grant": grant, "may_take": may_take(user, grant)} for grant in grants],
        "open_proposals": proposals.filter(state=RoleProposal.State.OPEN),
        "decided_proposals": proposals.exclude(state=RoleProposal.State.OPEN)[:20],
    }
    return render(request, LIST, context, status=status)


def _proposal_page(
    request: HttpRequest, asked: RoleProposal, user: User, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {
        "proposal": asked,
        "form": form,
        "may_decide": may_decide(user, asked),
        "may_withdraw": asked.is_open and user.pk in {asked.proposed_by_id, asked.user_id},
    }
    return render(request, PROPOSAL, context, status=status)

"""Four eyes for roles: one person proposes, a second entitled person decides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.actions.roles import grant_role
from community.models import FOUR_EYES_ROLES, Region, Role, RoleGrant, RoleProposal, User, WorkingGroup
from community.queries.grants import fits_scope, may_decide, may_grant
from community.tasks.proposals import lapse_proposals

State = RoleProposal.State


@transaction.atomic
def propose_role(
    *,
    user: User,
    role: Role | str,
    proposed_by: User,
    reason: str,
    region: Region | None = None,
    working_group: WorkingGroup | None = None,
) -> RoleProposal | RoleGrant:
    """Ask for a role for `user`: a role that one person may give is given at once, any other waits for a second.

    PermissionDenied where `proposed_by` could not give it; ValidationError where role and scope do not fit, the
    role is held already, or the same proposal waits.
    """
    role = Role(role)
    place = {"region": region, "working_group": working_group}
    if not user.is_active:
        raise ValidationError(_("This account is closed."))
    if fits_scope(role, region, working_group) and user.role_grants.filter(role=role, **place).exists():
        raise ValidationError(_("%(name)s has this role already.") % {"name": user.name})
    if role not in FOUR_EYES_ROLES:
        return grant_role(user=user, role=role, granted_by=proposed_by, region=region, working_group=working_group)
    _check_proposal(user, role, region, working_group, proposed_by)
    lapse_proposals()
    if RoleProposal.objects.filter(user=user, role=role, state=State.OPEN, **place).exists():
        raise ValidationError(_("This has been proposed already and waits for a second person."))
    proposal = RoleProposal.objects.create(user=user, role=role, proposed_by=proposed_by, reason=reason, **place)
    _log(proposal, "community.role_proposed", proposed_by)
    return proposal


@transaction.atomic
def approve_proposal(*, proposal_id: int, approved_by: User) -> RoleGrant:
    """Be the second person: the role is granted. PermissionDenied or ValidationError where that cannot be."""
    proposal = _open_proposal(proposal_id)
    _check_decider(approved_by, proposal)
    author = proposal.proposed_by
    if author is None or not _is_entitled(author, proposal):
        raise ValidationError(_("Who proposed this may no longer do so. Please decline it and propose it anew."))
    if not proposal.user.is_active:
        raise ValidationError(_("This account is closed."))
    _close(proposal, State.APPROVED, approved_by)
    return grant_role(
        user=proposal.user,
        role=proposal.role,
        region=proposal.region,
        working_group=proposal.working_group,
        granted_by=author,
        approved_by=approved_by,
    )


@transaction.atomic
def decline_proposal(*, proposal_id: int, declined_by: User, answer: str) -> RoleProposal:
    """Say no with a reason; PermissionDenied where `declined_by` may not, ValidationError where it is decided."""
    proposal = _open_proposal(proposal_id)
    _check_decider(declined_by, proposal)
    _close(proposal, State.DECLINED, declined_by, answer)
    _log(proposal, "community.role_declined", declined_by)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal_id: int, withdrawn_by: User) -> RoleProposal:
    """Take back one's own proposal, or decline to be proposed; PermissionDenied for anybody else."""
    proposal = _open_proposal(proposal_id)
    if withdrawn_by.pk not in {proposal.proposed_by_id, proposal.user_id}:
        raise PermissionDenied(_("Only who proposed it or whom it is about takes a proposal back."))
    _close(proposal, State.WITHDRAWN, withdrawn_by)
    _log(proposal, "community.role_withdrawn", withdrawn_by)
    return proposal


def _check_proposal(
    user: User, role: Role, region: Region | None, working_group: WorkingGroup | None, by: User
) -> None:
    if not fits_scope(role, region, working_group):
        raise ValidationError(_("This role is for a region, a working group or the whole hub: please choose that one."))
    if by.pk == user.pk:
        raise PermissionDenied(_("Nobody gives a role to themselves."))
    if not may_grant(by, role, region=region, working_group=working_group):
        raise PermissionDenied(_("Your own role does not let you give or take this role."))


def _open_proposal(proposal_id: int) -> RoleProposal:
    proposal = RoleProposal.objects.select_for_update().get(pk=proposal_id)
    if not proposal.is_open:
        state = State.LAPSED.label if proposal.state == State.OPEN else proposal.get_state_display()
        raise ValidationError(_("This proposal is decided already: %(state)s.") % {"state": state})
    return proposal


def _check_decider(by: User, proposal: RoleProposal) -> None:
    if not may_decide(by, proposal):
        raise PermissionDenied(
            _("A second person decides: somebody entitled who neither proposed it nor is the one it is about.")
        )


def _is_entitled(user: User, proposal: RoleProposal) -> bool:
    role = Role(proposal.role)
    return may_grant(user, role, region=proposal.region, working_group=proposal.working_group)


def _close(proposal: RoleProposal, state: RoleProposal.State, by: User, answer: str = "") -> None:
    proposal.state, proposal.decided_by, proposal.answer = state, by, answer
    proposal.decided_at = timezone.now()
    proposal.save(update_fields=["state", "decided_by", "answer", "decided_at"])


def _log(proposal: RoleProposal, action: str, by: User) -> None:
    data = {"role": proposal.role, "region": proposal.region_id, "working_group": proposal.working_group_id}
    log(instance=proposal.user, action=action, user=by, data=data)

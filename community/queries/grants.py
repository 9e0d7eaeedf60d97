"""Who may give and take which role."""

from django.db.models import Q, QuerySet

from community.models import GROUP_ROLES, REGIONAL_ROLES, Region, Role, RoleGrant, RoleProposal, User, WorkingGroup
from community.queries.rights import (
    holds_anywhere,
    is_administrator,
    is_chair_of,
    is_organiser_of,
    is_secretariat,
    organised_regions_of,
)


def may_grant(
    user: User, role: Role, *, region: Region | None = None, working_group: WorkingGroup | None = None
) -> bool:
    """Whether `user` is entitled to give or take `role` there: for a role with four eyes, to be one of the two.

    Members come through any organiser or the secretariat; a chair names secretaries of the group; organisers and
    reviewers come from the organisers of the region or the secretariat; administrators from administrators alone.
    """
    if is_administrator(user):
        return True
    if role == Role.ADMINISTRATOR:
        return False
    if is_secretariat(user):
        return True
    if role == Role.MEMBER:
        return holds_anywhere(user, Role.ORGANISER)
    if role in REGIONAL_ROLES:
        return is_organiser_of(user, region)
    return role == Role.SECRETARY and is_chair_of(user, working_group)


def grantable_roles(user: User) -> list[Role]:
    """The roles that `user` may give to somebody somewhere."""
    if is_administrator(user):
        return list(Role)
    if is_secretariat(user):
        return [role for role in Role if role != Role.ADMINISTRATOR]
    roles: list[Role] = []
    if holds_anywhere(user, Role.ORGANISER):
        roles += [Role.MEMBER, *(role for role in Role if role in REGIONAL_ROLES)]
    if holds_anywhere(user, Role.CHAIR):
        roles.append(Role.SECRETARY)
    return roles


def grantable_scopes(user: User) -> tuple[QuerySet[Region], QuerySet[WorkingGroup]]:
    """The regions and the working groups for which `user` may give a role."""
    if is_secretariat(user):
        return Region.objects.all(), WorkingGroup.objects.all()
    chaired = user.role_grants.filter(role=Role.CHAIR).values("working_group")
    return organised_regions_of(user), WorkingGroup.objects.filter(pk__in=chaired)


def proposals_for(user: User) -> QuerySet[RoleProposal]:
    """The proposals `user` may read: those they could decide, made, or are the subject of."""
    proposals = RoleProposal.objects.select_related("user", "region", "working_group", "proposed_by", "decided_by")
    if is_administrator(user):
        return proposals
    own = Q(user=user) | Q(proposed_by=user)
    if is_secretariat(user):
        return proposals.filter(own | ~Q(role=Role.ADMINISTRATOR))
    return proposals.filter(own | Q(role__in=sorted(REGIONAL_ROLES), region__in=organised_regions_of(user)))


def grants_visible_to(user: User) -> QuerySet[RoleGrant]:
    """The grants that `user` reads: their own, and those of every place where they may give a role."""
    grants = RoleGrant.objects.select_related("user", "region", "working_group", "granted_by", "approved_by")
    grants = grants.order_by("region__order", "working_group__order", "role", "user__name")
    if is_secretariat(user):
        return grants
    regions, groups = grantable_scopes(user)
    return grants.filter(Q(user=user) | Q(region__in=regions) | Q(working_group__in=groups))


def may_take(user: User, grant: RoleGrant) -> bool:
    """Whether `user` may take this role: it is their own, or they could give it."""
    entitled = may_grant(user, Role(grant.role), region=grant.region, working_group=grant.working_group)
    return grant.user_id == user.pk or entitled


def may_decide(user: User, proposal: RoleProposal) -> bool:
    """Whether `user` may be the second person of an open `proposal`: entitled, neither its author nor its subject."""
    if not proposal.is_open or user.pk in {proposal.proposed_by_id, proposal.user_id}:
        return False
    role = Role(proposal.role)
    return may_grant(user, role, region=proposal.region, working_group=proposal.working_group)


def fits_scope(role: Role, region: Region | None, working_group: WorkingGroup | None) -> bool:
    """Whether `role` is for exactly such a region, working group or the whole hub."""
    return (role in REGIONAL_ROLES) == (region is not None) and (role in GROUP_ROLES) == (working_group is not None)

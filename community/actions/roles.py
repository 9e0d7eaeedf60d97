"""Roles are granted and revoked, with the Wagtail groups that follow from them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import (
    FOUR_EYES_ROLES,
    REGIONAL_ROLES,
    Region,
    RegionTeam,
    Role,
    RoleGrant,
    User,
    WorkingGroup,
)
from community.queries.grants import fits_scope, may_grant, may_take


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role | str,
    region: Region | None = None,
    working_group: WorkingGroup | None = None,
    granted_by: User | None = None,
    approved_by: User | None = None,
) -> RoleGrant:
    """Give `user` a role (and membership with it); granting twice changes nothing. `granted_by` None: the set-up.

    Organisers and everybody above need a second person, `approved_by`. ValidationError where role and scope do not
    fit, PermissionDenied where these people may not.
    """
    role = Role(role)
    _check_scope(role, region, working_group)
    if granted_by is not None:
        _check_entitled(granted_by, user, role, region, working_group)
        _check_second(granted_by, approved_by, user, role, region, working_group)
    people = {"granted_by": granted_by, "approved_by": approved_by}
    if role != Role.MEMBER:
        _grant(user, people, role=Role.MEMBER, region=None, working_group=None)
    grant = _grant(user, people, role=role, region=region, working_group=working_group)
    follow_roles(user)
    return grant


@transaction.atomic
def revoke_role(
    *,
    user: User,
    role: Role | str,
    region: Region | None = None,
    working_group: WorkingGroup | None = None,
    revoked_by: User | None = None,
) -> None:
    """Take a role from `user`; with membership goes every other role. Revoking what is not held changes nothing.

    One person is enough to take, and everybody may give up a role of their own. The last administrator stays one:
    ValidationError; `revoked_by` None (the set-up) may take even that.
    """
    role = Role(role)
    _check_scope(role, region, working_group)
    held = user.role_grants.select_for_update()
    grants = held if role == Role.MEMBER else held.filter(role=role, region=region, working_group=working_group)
    if revoked_by is not None:
        _check_may_take(revoked_by, user, role, list(grants))
        _keep_an_administrator(user, list(grants))
    for grant in grants:
        grant.delete()
        _log(user, "community.role_revoked", grant, revoked_by)
        if grant.role == Role.ADMINISTRATOR:
            _set_administrator(user, is_one=False)
    follow_roles(user)


def follow_roles(user: User) -> None:
    """Put `user` into exactly the regional groups that the roles held ask for."""
    held = set(user.role_grants.filter(role__in=REGIONAL_ROLES).values_list("role", "region_id"))
    for team in RegionTeam.objects.select_related("organisers", "reviewers"):
        for role, group in ((Role.ORGANISER, team.organisers), (Role.REVIEWER, team.reviewers)):
            follow = user.groups.add if (role, team.region_id) in held else user.groups.remove
            follow(group)


def _check_scope(role: Role, region: Region | None, working_group: WorkingGroup | None) -> None:
    if not fits_scope(role, region, working_group):
        raise ValidationError(
            _(
                "Organisers and reviewers have a region, chairs and secretaries a working group; "
                "the other roles are for the whole hub."
            )
        )


def _check_entitled(
    by: User, user: User, role: Role, region: Region | None, working_group: WorkingGroup | None
) -> None:
    if not may_grant(by, role, region=region, working_group=working_group):
        raise PermissionDenied(_("Your own role does not let you give or take this role."))
    if by.pk == user.pk and role != Role.MEMBER:
        raise PermissionDenied(_("Nobody gives a role to themselves."))


def _check_second(
    by: User, second: User | None, user: User, role: Role, region: Region | None, working_group: WorkingGroup | None
) -> None:
    if role not in FOUR_EYES_ROLES:
        return
    if second is None or second.pk == by.pk:
        raise PermissionDenied(_("This role takes two people: propose it, and somebody else approves."))
    _check_entitled(second, user, role, region, working_group)


def _check_may_take(by: User, user: User, role: Role, grants: list[RoleGrant]) -> None:
    entitled = all(may_take(by, grant) for grant in grants) if grants else by.pk == user.pk or may_grant(by, role)
    if not entitled:
        raise PermissionDenied(_("Your own role does not let you give or take this role."))


def _keep_an_administrator(user: User, grants: list[RoleGrant]) -> None:
    if not any(grant.role == Role.ADMINISTRATOR for grant in grants):
        return
    others = User.objects.select_for_update().filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise ValidationError(_("This is the last administrator. Please make somebody else one first."))


def _grant(user: User, people: dict[str, User | None], **scope: Any) -> RoleGrant:
    grant, is_new = RoleGrant.objects.get_or_create(user=user, **scope, defaults=people)
    if is_new:
        _log(user, "community.role_granted", grant, people["granted_by"], approved_by=people["approved_by"])
    if grant.role == Role.ADMINISTRATOR:
        _set_administrator(user, is_one=True)
    return grant


def _set_administrator(user: User, *, is_one: bool) -> None:
    if (user.is_superuser, user.is_staff) != (is_one, is_one):
        user.is_superuser = user.is_staff = is_one
        user.save(update_fields=["is_superuser", "is_staff"])


def _log(user: User, action: str, grant: RoleGrant, by: User | None, approved_by: User | None = None) -> None:
    data: dict[str, Any] = {"role": grant.role, "region": grant.region_id, "working_group": grant.working_group_id}
    if approved_by is not None:
        data["approved_by"] = approved_by.pk
    log(instance=user, action=action, user=by, data=data)

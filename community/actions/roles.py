"""Roles are granted and revoked, with the Wagtail groups that follow from them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import REGIONAL_ROLES, Region, RegionTeam, Role, RoleGrant, User
from community.queries import is_administrator, regions_of


@transaction.atomic
def grant_role(
    *, user: User, role: Role | str, region: Region | None = None, granted_by: User | None = None
) -> RoleGrant:
    """Give `user` a role (and membership with it); granting twice changes nothing. `granted_by` None: the set-up.

    ValidationError where role and region do not fit, PermissionDenied where `granted_by` may not.
    """
    role = Role(role)
    _check(role, region, granted_by)
    if role != Role.MEMBER:
        _grant(user, Role.MEMBER, None, granted_by)
    grant = _grant(user, role, region, granted_by)
    follow_roles(user)
    return grant


@transaction.atomic
def revoke_role(*, user: User, role: Role | str, region: Region | None = None, revoked_by: User | None = None) -> None:
    """Take a role from `user`; with membership goes every other role. Revoking what is not held changes nothing."""
    role = Role(role)
    _check(role, region, revoked_by)
    grants = user.role_grants.all() if role == Role.MEMBER else user.role_grants.filter(role=role, region=region)
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


def _check(role: Role, region: Region | None, by: User | None) -> None:
    if (role in REGIONAL_ROLES) != (region is not None):
        raise ValidationError(_("Organisers and reviewers have a region; the other roles have none."))
    if by is None or is_administrator(by):
        return
    if role != Role.MEMBER or not regions_of(by).exists():
        raise PermissionDenied(_("Only an administrator changes this role."))


def _grant(user: User, role: Role, region: Region | None, granted_by: User | None) -> RoleGrant:
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role, region=region, defaults={"granted_by": granted_by}
    )
    if is_new:
        _log(user, "community.role_granted", grant, granted_by)
    if role == Role.ADMINISTRATOR:
        _set_administrator(user, is_one=True)
    return grant


def _set_administrator(user: User, *, is_one: bool) -> None:
    user.is_superuser = user.is_staff = is_one
    user.save(update_fields=["is_superuser", "is_staff"])


def _log(user: User, action: str, grant: RoleGrant, by: User | None) -> None:
    log(instance=user, action=action, user=by, data={"role": grant.role, "region": grant.region_id})

"""Who may what: the predicates that page, socket, search, feed and API ask alike."""

from collections.abc import MutableMapping
from types import SimpleNamespace
from typing import Any, TypeGuard, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from community.models import GROUP_ROLES, REGIONAL_ROLES, Organisation, Region, Role, RoleGrant, User, WorkingGroup
from community.queries.held import Held, held_by

Person = User | AnonymousUser
# Views of the admin that name every region's pages, drafts too, or every region's workflow.
WHOLE_HUB_REPORTS = (
    "/admin/reports/page-types-usage/",
    "/admin/localize/reports/",
    "/admin/workflows/task_chooser/",
)
Session = SessionBase | MutableMapping[str, Any]


def is_administrator(user: Person) -> bool:
    """Whether `user` runs the hub."""
    return _is_active(user) and user.is_superuser


def is_member(user: Person) -> bool:
    """Whether `user` belongs to the hub: holds any role, and has taken no consent back."""
    if not _is_active(user) or user.suspended_at is not None:
        return False
    return user.is_superuser or bool(held_by(user))


def is_organiser_of(user: Person, region: Region | str | None) -> bool:
    """Whether `user` may do what the organisers of `region` (or its code) do; administrators may everywhere."""
    return _holds(user, Role.ORGANISER, region)


def is_reviewer_of(user: Person, region: Region | str | None) -> bool:
    """Whether `user` may do what the reviewers of `region` (or its code) do; administrators may everywhere."""
    return _holds(user, Role.REVIEWER, region)


def is_secretariat(user: Person) -> bool:
    """Whether `user` does the hub's office work; administrators may too."""
    return is_administrator(user) or holds_anywhere(user, Role.SECRETARIAT)


def is_editor(user: Person) -> bool:
    """Whether `user` may enter the Wagtail admin: to write or to check the pages of a region, or all pages."""
    return _is_active(user) and user.has_perm("wagtailadmin.access_admin")


def holds_anywhere(user: Person, role: Role) -> bool:
    """Whether `user` holds `role` for any region or group; administrators hold every role."""
    return is_administrator(user) or (_is_active(user) and any(each.role == role for each in held_by(user)))


def is_chair_of(user: Person, working_group: WorkingGroup | str | None) -> bool:
    """Whether `user` chairs `working_group` (or its code); administrators may what its chair may."""
    return _holds_in_group(user, Role.CHAIR, working_group)


def is_secretary_of(user: Person, working_group: WorkingGroup | str | None) -> bool:
    """Whether `user` keeps the papers of `working_group` (or its code); administrators may what its secretary may."""
    return _holds_in_group(user, Role.SECRETARY, working_group)


def in_working_group(user: Person, working_group: WorkingGroup | str | None) -> bool:
    """Whether `user` is a member who takes part in `working_group` (or its code), chair and secretary included;
    administrators always do."""
    if working_group is None or not _is_active(user) or not is_member(user):
        return False
    code = _code(working_group)
    if user.is_superuser or any(each.role in GROUP_ROLES and each.working_group == code for each in held_by(user)):
        return True
    return user.working_groups.filter(pk=code).exists()


def regions_of(user: Person) -> QuerySet[Region]:
    """The regions that `user` organises or reviews; all of them for an administrator."""
    if not _is_active(user):
        return Region.objects.none()
    if user.is_superuser:
        return Region.objects.all()
    return Region.objects.filter(pk__in=_grants(user).filter(role__in=REGIONAL_ROLES).values("region"))


def organised_regions_of(user: Person) -> QuerySet[Region]:
    """The regions that `user` organises; all of them for an administrator."""
    if not _is_active(user):
        return Region.objects.none()
    if user.is_superuser:
        return Region.objects.all()
    return Region.objects.filter(pk__in=_grants(user).filter(role=Role.ORGANISER).values("region"))


def organisations_of(user: Person) -> QuerySet[Organisation]:
    """The organisations that `user`, as a member, works for."""
    if not _is_active(user) or not is_member(user):
        return Organisation.objects.none()
    return Organisation.objects.filter(affiliations__user=user)


def belongs_to(user: Person, organisation: Organisation | None) -> bool:
    """Whether `user`, as a member, works for `organisation`; nobody does by office."""
    return organisation is not None and organisations_of(user).filter(pk=organisation.pk).exists()


def leads(user: Person, organisation: Organisation | None) -> bool:
    """Whether `user`, as a member, is a responsible person of `organisation`; nobody is by office."""
    if organisation is None or not _is_active(user) or not is_member(user):
        return False
    return user.affiliations.filter(organisation=organisation, is_responsible=True).exists()


def has_second_factor(session: Session | None, user: Person) -> bool:
    """Whether `user` proved a second factor (TOTP, recovery code or passkey) in `session`.

    `session` is `request.session` or a Channels `scope["session"]`; reading it may load it from the database.
    """
    if session is None or not _is_active(user):
        return False
    carrier = cast(HttpRequest, SimpleNamespace(session=session))
    return any(record.get("method") == "mfa" for record in get_authentication_records(carrier, user))


def has_enrolled_second_factor(user: Person) -> bool:
    """Whether `user` could be asked for a second factor; recovery codes alone are none."""
    return _is_active(user) and second_factors_of(user).exists()


def second_factors_of(user: User) -> QuerySet[Authenticator]:
    """The authenticator apps and passkeys of `user`."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def may_enter(session: Session | None, user: Person) -> bool:
    """Whether `user` in this `session` may see what is for members: a member with a proven second factor."""
    return has_second_factor(session, user) and is_member(user)


def explorable_pages(user: Person) -> QuerySet[Page]:
    """The pages that `user` meets in the admin: those they have a right to, and the way down to them."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def _is_active(user: Person) -> TypeGuard[User]:
    return bool(user.is_authenticated and user.is_active)


def _grants(user: User) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(user=user)


def _code(scope: Region | WorkingGroup | str) -> str:
    return scope if isinstance(scope, str) else str(scope.pk)


def _holds(user: Person, role: Role, region: Region | str | None) -> bool:
    if region is None or not _is_active(user):
        return False
    return user.is_superuser or Held(role.value, _code(region), None) in held_by(user)


def _holds_in_group(user: Person, role: Role, working_group: WorkingGroup | str | None) -> bool:
    if working_group is None or not _is_active(user):
        return False
    return user.is_superuser or Held(role.value, None, _code(working_group)) in held_by(user)

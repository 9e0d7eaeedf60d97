"""Roles, for the hub, a region or a working group, and the groups of a region that carry them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from community.models.vocabularies import Region
from community.models.working_groups import WorkingGroup


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Working-group chair")
    SECRETARY = "secretary", _("Working-group secretary")
    ORGANISER = "organiser", _("Regional organiser")
    REVIEWER = "reviewer", _("Regional reviewer")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


REGIONAL_ROLES = {Role.ORGANISER, Role.REVIEWER}
GROUP_ROLES = {Role.CHAIR, Role.SECRETARY}
HUB_ROLES = {Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR}
# What one person alone does not give: an organiser and everybody above.
FOUR_EYES_ROLES = {Role.ORGANISER, Role.REVIEWER, Role.SECRETARIAT, Role.ADMINISTRATOR}

SCOPE_FITS_ROLE = (
    Q(role__in=sorted(REGIONAL_ROLES), region__isnull=False, working_group__isnull=True)
    | Q(role__in=sorted(GROUP_ROLES), region__isnull=True, working_group__isnull=False)
    | Q(role__in=sorted(HUB_ROLES), region__isnull=True, working_group__isnull=True)
)


class ScopedRole(models.Model):
    """A role with what it is for: a region, a working group, or (both empty) the whole hub."""

    role = models.CharField(max_length=16, choices=Role)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    working_group = models.ForeignKey(WorkingGroup, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        abstract = True

    @property
    def scope(self) -> Region | WorkingGroup | None:
        """What the role is for; None for the whole hub."""
        return self.region or self.working_group


class RoleGrant(ScopedRole):
    """A person holds a role, for one region or working group where the role is for such."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="grants_given"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="grants_approved"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "working_group"], name="role_grant_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="role_grant_scope_fits_role", condition=SCOPE_FITS_ROLE),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.scope or ''}".strip()


# What nobody has wanted to answer for so long is asked anew, by people who still have the right to.
PROPOSAL_PERIOD = timedelta(days=30)


class RoleProposal(ScopedRole):
    """Somebody would give a person a role that takes two to give; a second entitled person decides."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a second person")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed: nobody decided in time")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_proposals")
    reason = models.CharField(_("reason"), max_length=400)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals_made"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals_decided"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=400, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-proposed_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "working_group"],
                condition=Q(state="open"),
                name="role_proposal_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="role_proposal_scope_fits_role", condition=SCOPE_FITS_ROLE),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.scope or ''}".strip()

    @property
    def lapses_at(self) -> datetime:
        """When it closes by itself if nobody has decided."""
        return self.proposed_at + PROPOSAL_PERIOD

    @property
    def is_open(self) -> bool:
        """Whether somebody can still decide."""
        return self.state == self.State.OPEN and timezone.now() < self.lapses_at


class RegionTeam(models.Model):
    """What `create_region` made for a region: its groups, its collection of files and its four-eyes workflow."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="team")
    organisers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="organises")
    reviewers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="reviews")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="region_team")
    workflow = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="region_team")

    def __str__(self) -> str:
        return str(self.region)

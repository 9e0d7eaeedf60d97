"""Roles and the groups of a region that carry them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from community.models.vocabularies import Region


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    ORGANISER = "organiser", _("Regional organiser")
    REVIEWER = "reviewer", _("Regional reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


REGIONAL_ROLES = {Role.ORGANISER, Role.REVIEWER}


class RoleGrant(models.Model):
    """A person holds a role, for one region where the role is regional."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="grants_given"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "role", "region"], name="role_grant_once", nulls_distinct=False),
            models.CheckConstraint(
                name="role_grant_region_fits_role",
                condition=Q(role__in=[Role.ORGANISER, Role.REVIEWER], region__isnull=False)
                | Q(role__in=[Role.MEMBER, Role.ADMINISTRATOR], region__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.region or ''}".strip()


class RegionTeam(models.Model):
    """What `create_region` made for a region: its groups, its collection of files and its four-eyes workflow."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="team")
    organisers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="organises")
    reviewers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="reviews")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="region_team")
    workflow = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="region_team")

    def __str__(self) -> str:
        return str(self.region)

"""Working groups: data, so that one can be renamed, opened or closed without a release."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class WorkingGroup(models.Model):
    """A working group below the consortium."""

    code = models.SlugField(primary_key=True)
    name_ja = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    aim_ja = models.TextField()
    aim_en = models.TextField()
    meeting_mode_ja = models.CharField(max_length=120, blank=True)
    meeting_mode_en = models.CharField(max_length=160, blank=True)
    is_provisional_2020 = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="WorkingGroupMembership", related_name="working_groups"
    )

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if (get_language() or "ja").startswith("en") else self.name_ja

    @property
    def aim(self) -> str:
        """What it is for, in the active language."""
        return self.aim_en if (get_language() or "ja").startswith("en") else self.aim_ja

    @property
    def meeting_mode(self) -> str:
        """How it meets, in the active language."""
        return self.meeting_mode_en if (get_language() or "ja").startswith("en") else self.meeting_mode_ja


class WorkingGroupMembership(models.Model):
    """A person takes part in a working group."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    working_group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "working_group"], name="wg_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.working_group}"

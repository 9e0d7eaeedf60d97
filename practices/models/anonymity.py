"""What the anonymity gate was asked and what was decided; and what was published of counts that are not public."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.case import CaseVersion
from secunity.core.models import SealedJSONField


class AnonymityCheck(models.Model):
    """One answer of the gate for one version. `facts` (class P3) is what is known of the organisation; `inputs` are the
    rules, the number of members and the earlier versions that were looked at.
    """

    class Outcome(models.TextChoices):
        LEVEL = "level", _("Publish at this level")
        WITHOUT = "without", _("No level passes: without attributes, or hold")
        HOLD = "hold", _("Hold: there are too few members")

    class Choice(models.TextChoices):
        PROPOSED = "proposed", _("As proposed")
        OPTION = "option", _("Another level that passes")
        WITHOUT = "without", _("Without attributes")

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="anonymity_checks")
    facts = SealedJSONField(data_class="P3", default=dict)
    inputs: Any = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome)
    # Heights on the four ladders (practices.gate.Level); None where no level passes.
    level: Any = models.JSONField(null=True)
    published: Any = models.JSONField(default=dict)
    k = models.PositiveIntegerField()
    published_organisations = models.PositiveIntegerField()
    k_at_finest = models.PositiveIntegerField()
    climbs: Any = models.JSONField(default=list)
    options: Any = models.JSONField(default=list)
    choice = models.CharField(max_length=8, choices=Choice, blank=True, default="")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.outcome}"

    @property
    def is_decided(self) -> bool:
        """Whether somebody has decided at which level, and may."""
        return self.outcome != self.Outcome.HOLD and bool(self.choice)


class PublishedCounts(models.Model):
    """One table of counts over what is not public as it is shown until the next date, and what must be remembered then
    so that the two dates give nothing back."""

    key = models.CharField(max_length=120, unique=True)
    # [row, column, count or None, mark] of every cell.
    cells: Any = models.JSONField(default=list)
    memory = SealedJSONField(data_class="P3", default=list)
    published_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.key} {self.published_on}"

"""What was decided about each finding: never the value itself."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.case import CaseVersion


class AppendOnlyError(RuntimeError):
    """A record that only grows was to be changed or deleted."""


class RedactionEntryQuerySet(models.QuerySet["RedactionEntry"]):
    def update(self, **_changed: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("decisions are never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("decisions are never deleted")


class RedactionEntry(models.Model):
    """One decision about one finding. A later decision is a further entry.

    `value_hash` is a keyed hash of what was found, so that the same value can be recognised and never read.
    """

    class Decision(models.TextChoices):
        REPLACE = "replace", _("Replaced as proposed")
        EDIT = "edit", _("Replaced by other words")
        KEEP = "keep", _("Kept")
        ADD = "add", _("Found by a person and replaced")
        SPREAD = "spread", _("The same words elsewhere")

    class Reason(models.TextChoices):
        ORDINARY = "ordinary", _("An ordinary word, no name")
        PUBLIC = "public", _("Known to everybody anyway")
        NEEDED = "needed", _("Readers need it and it points to nobody")
        CONSENT = "consent", _("Those concerned have agreed")
        INDICATOR = "indicator", _("A trace of the attacker that helps others")

    version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="redactions")
    field = models.CharField(max_length=24)
    rule = models.CharField(max_length=60)
    decision = models.CharField(max_length=8, choices=Decision)
    replaced_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    value_hash = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Set on the entries that a second person made by approving the decision.
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = RedactionEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["value_hash"], name="redaction_by_value")]

    def __str__(self) -> str:
        return f"{self.version}: {self.field} {self.decision}"

    def save(self, *args: Any, **options: Any) -> None:
        """Once only."""
        if self.pk is not None:
            raise AppendOnlyError("decisions are never changed")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("decisions are never deleted")

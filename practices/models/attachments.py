"""Files that came with a report, sealed with it."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from practices.models.reports import IncidentReport, random_report_key
from secunity.core.models import SealedTextField


class ReportAttachment(models.Model):
    """A file of a report. What lies on disk is sealed and has a random name; its own name is sealed in the row."""

    key = models.CharField(max_length=16, unique=True, default=random_report_key, editable=False)
    report = models.ForeignKey(IncidentReport, on_delete=models.CASCADE, related_name="attachments")
    name = SealedTextField(data_class="P3")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"attachment {self.key}"

    @property
    def path(self) -> Path:
        """Where the sealed file lies: outside everything that is served."""
        return sealed_folder() / self.key[:2] / self.key


def sealed_folder() -> Path:
    """The folder of sealed files below the data folder."""
    return Path(settings.DATA_DIR) / "sealed" / "reports"

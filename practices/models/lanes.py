"""Share, Report, Announce: whom a report's organisation tells what, and until when."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.reports import IncidentReport
from secunity.core.models import SealedTextField


class DisclosureLaneQuerySet(models.QuerySet["DisclosureLane"]):
    def open(self) -> "DisclosureLaneQuerySet":
        """Those still to be sent: neither sent nor set aside, of reports that stand."""
        standing = self.exclude(report__state=IncidentReport.State.WITHDRAWN)
        return standing.filter(sent_at__isnull=True, is_set_aside=False)


class DisclosureLane(models.Model):
    """One recipient of one of the three lanes. Victim information and attack-technique information stand apart, so
    that the second can travel where the first may not (METI, basic action guidelines).
    """

    class Lane(models.TextChoices):
        SHARE = "share", _("Share")
        REPORT = "report", _("Report")
        ANNOUNCE = "announce", _("Announce")

    report = models.ForeignKey(IncidentReport, on_delete=models.CASCADE, related_name="lanes")
    lane = models.CharField(max_length=8, choices=Lane)
    code = models.CharField(max_length=60, blank=True, editable=False)
    recipient = SealedTextField(data_class="P3")
    reason = SealedTextField(data_class="P3", blank=True, default="")
    victim_information = SealedTextField(data_class="P3", blank=True, default="")
    technique_information = SealedTextField(data_class="P3", blank=True, default="")
    deadline = models.DateField(null=True, blank=True)
    is_legal_duty = models.BooleanField(default=False)
    is_untouched = models.BooleanField(default=True, editable=False)
    is_set_aside = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    note = SealedTextField(data_class="P3", blank=True, default="")
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DisclosureLaneQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "lane", "code"], condition=~models.Q(code=""), name="lane_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.lane} {self.pk}"

    @property
    def days_left(self) -> int | None:
        """Whole days until the deadline, negative once it is over; None without one."""
        return (self.deadline - timezone.localdate()).days if self.deadline else None

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been sent by now."""
        return bool(
            self.deadline and not self.sent_at and not self.is_set_aside and timezone.localdate() > self.deadline
        )

    def is_due_within(self, span: dt.timedelta) -> bool:
        """Whether its deadline comes within `span` from today, or has passed."""
        return self.deadline is not None and self.deadline <= timezone.localdate() + span

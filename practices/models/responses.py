"""The helper team's log: alert → judged serious or not → phone or remote → on site → closed."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Organisation, Region, Role, RoleGrant, User
from community.queries import Person, is_member
from practices.models.reports import IncidentReport, random_report_key
from secunity.core.models import SealedJSONField, SealedTextField


class ResponseLogQuerySet(models.QuerySet["ResponseLog"]):
    def visible_to(self, user: Person) -> "ResponseLogQuerySet":
        """Logs of the regions `user` organises or reviews; one that belongs to a report only with that report."""
        if not isinstance(user, User) or not is_member(user):
            return self.none()
        regions = RoleGrant.objects.filter(user=user, role__in=[Role.ORGANISER, Role.REVIEWER]).values("region")
        reports = IncidentReport.objects.visible_to(user).values("pk")
        return self.filter(Q(report__isnull=True, region__in=regions) | Q(report__in=reports))


class ResponseLog(models.Model):
    """One alert and everything the helper team did about it."""

    key = models.CharField(max_length=16, unique=True, default=random_report_key, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    report = models.ForeignKey(
        IncidentReport, null=True, blank=True, on_delete=models.CASCADE, related_name="response_logs"
    )
    subject = SealedTextField(data_class="P3")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    is_serious = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ResponseLogQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at"]

    def __str__(self) -> str:
        return f"response log {self.key}"


class ResponseEntry(models.Model):
    """One step of a response: when it began, how long it took, who did it and who bears the cost. Never changed."""

    class Stage(models.TextChoices):
        ALERT = "alert", _("Alert")
        SERIOUS = "serious", _("Judged serious")
        NOT_SERIOUS = "not_serious", _("Judged not serious")
        PHONE_REMOTE = "phone_remote", _("By phone or remotely")
        ON_SITE = "on_site", _("On site")
        CLOSED = "closed", _("Closed")

    class Bearer(models.TextChoices):
        NONE = "", _("No cost")
        TEAM = "team", _("The helper team")
        FIRM = "firm", _("The firm")
        INSURANCE = "insurance", _("An insurance")
        PUBLIC = "public", _("Public money")

    log = models.ForeignKey(ResponseLog, on_delete=models.CASCADE, related_name="entries")
    stage = models.CharField(max_length=12, choices=Stage)
    at = models.DateTimeField()
    hours = models.DecimalField(
        max_digits=6,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1000))],
    )
    who = SealedTextField(data_class="P3", blank=True, default="")
    cost_yen = models.PositiveBigIntegerField(default=0)
    cost_bearer = models.CharField(max_length=10, choices=Bearer, default=Bearer.NONE, blank=True)
    note = SealedTextField(data_class="P3", blank=True, default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.log}: {self.stage}"


class ResponseFigures(models.Model):
    """What the log held at the beginning of a month, for one year of alerts (0 for all years).

    Figures change once a month only, and each table remembers what the one before it showed: otherwise a reader who
    looks often would see single responses come in (knowledge.md, Counts).
    """

    year = models.PositiveSmallIntegerField()
    month = models.CharField(max_length=7)
    counts = SealedJSONField(data_class="P3")
    shown_before = SealedJSONField(data_class="P3", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "month"], name="response_figures_once")
        ]

    def __str__(self) -> str:
        return f"{self.year or 'all'} {self.month}"

"""The way of a case from a private report to its release: the work on its text, and who approved which text."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.queries import Person
from practices.models.case import Case, CaseVersion
from practices.models.reports import IncidentReport, random_report_key
from secunity.core.models import SealedJSONField


class CaseReviewQuerySet(models.QuerySet["CaseReview"]):
    def visible_to(self, user: Person) -> "CaseReviewQuerySet":
        """The work on reports that `user` may read."""
        return self.filter(report__in=IncidentReport.objects.visible_to(user).values("pk"))

    def waiting(self) -> "CaseReviewQuerySet":
        """Those that somebody still has to do something about."""
        return self.exclude(state__in=[CaseReview.State.RELEASED, CaseReview.State.STOPPED])


class CaseReview(models.Model):
    """The work on one version of a case (class P3): the report's words with every finding and decision, sealed.

    `fields` holds the words by field, `findings` what was found in them (see practices.queries.reviews.Mark). Both are
    the table of replacements: they are deleted after `table_expires_on`. Nothing of them is ever public; what becomes
    public is made from them when the version is released and must have the hash that was approved.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Decisions are being made")
        SUBMITTED = "submitted", _("Waits for the second person")
        APPROVED = "approved", _("Waits for the provider")
        READY = "ready", _("Waits for the next release day")
        RELEASED = "released", _("Released")
        STOPPED = "stopped", _("Stopped")

    key = models.CharField(max_length=16, unique=True, default=random_report_key, editable=False)
    report = models.ForeignKey(IncidentReport, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    version = models.OneToOneField(CaseVersion, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Raised by every change: whoever decides on something older is told so.
    revision = models.PositiveIntegerField(default=1)
    fields = SealedJSONField(data_class="P3", default=dict)
    findings = SealedJSONField(data_class="P3", default=list)
    # The words that became public, as approved; kept until the table is deleted.
    projection = SealedJSONField(data_class="P3", null=True)
    text_hash = models.CharField(max_length=64, blank=True, default="")
    note = SealedJSONField(data_class="P3", null=True)
    last_editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    release_on = models.DateField(null=True, blank=True)
    table_expires_on = models.DateField(null=True, blank=True)

    objects = CaseReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-updated_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state__in=["released", "stopped"]), name="case_review_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        # Logs print it: nothing of the content.
        return f"review {self.key}"

    @property
    def is_under_way(self) -> bool:
        """Whether it can still be changed."""
        return self.state not in (self.State.RELEASED, self.State.STOPPED)


class CaseApproval(models.Model):
    """A person stands for one exact text. Append-only; it counts while the version has the same hash."""

    class Part(models.TextChoices):
        EDITOR = "editor", _("Prepared it")
        SECOND = "second", _("Checked it as a second person")

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="approvals")
    part = models.CharField(max_length=8, choices=Part)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Keyed hashes of the organisations the person worked for on that day: the second one comes from another.
    organisations: Any = models.JSONField(default=list, blank=True)
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.part}"

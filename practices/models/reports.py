"""What an organisation tells in private about an incident: never a public record with a flag."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Organisation, Region, Role, RoleGrant, User
from community.queries import Person, is_member, organisations_of
from practices.models.case import ID_ALPHABET
from secunity.core.models import SealedJSONField, TlpLabel

# What has to be answered before a report is handed in; everything else may stay open.
MANDATORY = ("organisation", "prefecture", "incident_types", "what_happened", "noticed")


def random_report_key() -> str:
    """Sixteen characters (78 bits): the address of a report says nothing about it and is not guessed."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(16))


class IncidentReportQuerySet(models.QuerySet["IncidentReport"]):
    def visible_to(self, user: Person) -> "IncidentReportQuerySet":
        """Reports of the organisations `user` works for; once handed in, to named helpers and the region's reviewers.

        Nobody sees a report by another office, administrators neither. Imported records that belong to no region are
        for every reviewer.
        """
        if not isinstance(user, User) or not is_member(user):
            return self.none()
        own, handed_in = own_reports(user), Q(state=IncidentReport.State.SUBMITTED)
        reviews = RoleGrant.objects.filter(user=user, role=Role.REVIEWER)
        helped = Q(pk__in=ReportHelper.objects.filter(user=user).values("report"))
        reviewed = Q(region__in=reviews.values("region"))
        reviewed |= Q(Exists(reviews), region__isnull=True, origin=IncidentReport.Origin.IMPORT)
        return self.filter(own | (handed_in & (helped | reviewed)))

    def of_organisations_of(self, user: Person) -> "IncidentReportQuerySet":
        """Reports that belong to `user`'s own side: theirs and those of the organisations they work for."""
        return self.filter(own_reports(user)) if is_member(user) else self.none()

    def handed_in(self) -> "IncidentReportQuerySet":
        """Reports that were handed in and not withdrawn."""
        return self.filter(state=IncidentReport.State.SUBMITTED)


def own_reports(user: Person) -> Q:
    """The reports whose own people `user` is one of."""
    return Q(organisation__in=organisations_of(user).values("pk")) | Q(organisation=None, reporter_id=user.pk)


class IncidentReport(models.Model):
    """A private report (class P3). `facts` holds codes, dates and numbers, `texts` what people wrote, `raw` what an
    imported record said; all three are sealed, and their keys are those of the report's forms.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Handed in")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Origin(models.TextChoices):
        MEMBER = "member", _("Written here")
        IMPORT = "import", _("Imported")

    key = models.CharField(max_length=16, unique=True, default=random_report_key, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="incident_reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="incident_reports"
    )
    last_editor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MEMBER)
    tlp = models.ForeignKey(TlpLabel, on_delete=models.PROTECT, default="AMBER+STRICT")
    language = models.CharField(max_length=2, default="ja")
    facts = SealedJSONField(data_class="P3", default=dict)
    texts = SealedJSONField(data_class="P3", default=dict)
    raw = SealedJSONField(data_class="P3", null=True)
    source_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Since when nothing of what was written is left in it.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = IncidentReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-updated_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "region"], name="report_state_region")]

    def __str__(self) -> str:
        # Logs and admin messages print it: nothing of the content.
        return f"report {self.key}"

    @property
    def title(self) -> str:
        """Its title, else the beginning of what happened; empty while there is neither."""
        return str(self.texts.get("title") or self.texts.get("what_happened", "")[:40])

    @property
    def is_editable(self) -> bool:
        """Whether its own people may still write in it."""
        return self.state != self.State.WITHDRAWN and self.origin == self.Origin.MEMBER

    def is_own_of(self, user: Person) -> bool:
        """Whether `user` is one of the report's own people: may write, name helpers and withdraw it."""
        return IncidentReport.objects.of_organisations_of(user).filter(pk=self.pk).exists()

    @property
    def missing(self) -> list[str]:
        """The mandatory answers that are not there yet, by name."""
        given = {"organisation": self.organisation_id}
        return [name for name in MANDATORY if not (given[name] if name in given else self.answer(name))]

    def answer(self, name: str) -> Any:
        """One answer by the name of its form field, whether it is a fact or a text."""
        return self.facts[name] if name in self.facts else self.texts.get(name, "")


class ReportHelper(models.Model):
    """A member whom the report's own people have named to help: sees the report once it is handed in."""

    report = models.ForeignKey(IncidentReport, on_delete=models.CASCADE, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helped_reports")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "user"], name="report_helper_once")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.user}"

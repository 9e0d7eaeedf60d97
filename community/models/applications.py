"""Applications to join, and invitations."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.people import Organisation
from community.models.vocabularies import Region
from secunity.core.models import SealedJSONField, SealedTextField


class Application(models.Model):
    """Somebody asks to join, for an organisation or as a person; what they wrote is sealed (class P2)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    membership_class = models.CharField(max_length=12, choices=Organisation.MembershipClass)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="applications")
    language = models.CharField(max_length=2, default="ja")
    email_hash = models.CharField(max_length=64, db_index=True)
    number_hash = models.CharField(max_length=64, blank=True, db_index=True)
    # "email", "person" {…}, "organisation" {…} as the forms of the steps clean them.
    particulars = SealedJSONField(data_class="P2", default=dict)
    # Raised to make older links to it worthless.
    link_number = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = SealedTextField(data_class="P2", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="applications"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="applications")

    class Meta:
        ordering: ClassVar[list[str]] = ["submitted_at", "created_at"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def email(self) -> str:
        """The address it came from."""
        return str(self.particulars.get("email", ""))

    @property
    def person(self) -> dict[str, Any]:
        """What the applicant wrote about themselves."""
        return dict(self.particulars.get("person", {}))

    @property
    def facts(self) -> dict[str, Any]:
        """What the applicant wrote about the organisation."""
        return dict(self.particulars.get("organisation", {}))

    @property
    def is_for_organisation(self) -> bool:
        """Whether it names an organisation and the person responsible for it."""
        return self.membership_class in ORGANISATION_CLASSES

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state in {self.State.DRAFT, self.State.SUBMITTED}


ORGANISATION_CLASSES = (Organisation.MembershipClass.CORPORATE, Organisation.MembershipClass.ASSOCIATION)


class Invitation(models.Model):
    """A link by which one person comes in: once, until it expires. Address and name are sealed (class P2)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = SealedTextField(data_class="P2")
    name = SealedTextField(data_class="P2", blank=True)
    email_hash = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=2, default="ja")
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="invitations")
    is_responsible = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Raised each time the mail is sent again: only the newest link opens.
    link_number = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return timezone.now() >= self.expires_at

    @property
    def is_open(self) -> bool:
        """Whether its link lets somebody in."""
        return self.used_at is None and self.withdrawn_at is None and not self.is_expired

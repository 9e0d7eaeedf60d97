"""The provider's agreement to an exact text, by a link without an account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.case import CHANNELS, CaseVersion
from secunity.core.models import SealedJSONField, SealedTextField


class ConsentRequest(models.Model):
    """A provider was asked about one exact text (class P3: whom, and what they said)."""

    class Answer(models.TextChoices):
        OPEN = "open", _("Not answered yet")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Said no")
        WITHDRAWN = "withdrawn", _("Agreement withdrawn")
        VOID = "void", _("The text was changed or stopped")

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="consent_requests")
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="ja")
    recipient = SealedTextField(data_class="P3")
    # {"name", "words"}: who answered, and why the answer was no.
    record = SealedJSONField(data_class="P3", default=dict)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version"], condition=Q(answer="open"), name="consent_asked_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.answer}"


class ConsentLink(models.Model):
    """An address without an account. Only the hash of its token is kept; one is for answering, one for withdrawing."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("Answer")
        WITHDRAW = "withdraw", _("Withdraw")

    request = models.ForeignKey(ConsentRequest, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=8, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.request}: {self.purpose}"

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self) -> "ConsentQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """The provider agrees to one version's exact text on one channel, until they withdraw it."""

    request = models.ForeignKey(ConsentRequest, on_delete=models.CASCADE, related_name="consents")
    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=8, choices=[(name, name) for name in CHANNELS])
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "channel"], condition=Q(withdrawn_at__isnull=True), name="case_consent_valid_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.channel}"

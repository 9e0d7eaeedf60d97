"""What members agree to, in versions, and who agreed to which (class P3)."""

import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.applications import Application
from secunity.core.models import SealedJSONField
from secunity.core.models.language import current_language


class ConsentKind(models.TextChoices):
    """The three things that are agreed to, each for itself."""

    POLICY = "policy", _("Policy")
    GUIDELINES = "guidelines", _("Basic action guidelines")
    BYLAWS = "bylaws", _("Bylaws")


class ConsentDocument(models.Model):
    """One version of a document that members agree to; never changed once it is there."""

    kind = models.CharField(max_length=12, choices=ConsentKind)
    version = models.PositiveSmallIntegerField()
    title_ja = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    text_ja = models.TextField()
    text_en = models.TextField()
    changes_ja = models.TextField(blank=True)
    changes_en = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64, editable=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "version"], name="consent_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def title(self) -> str:
        """Its name in the active language."""
        return self.title_en if _is_english() else self.title_ja

    @property
    def text(self) -> str:
        """Its words in the active language, paragraphs parted by blank lines."""
        return self.text_en if _is_english() else self.text_ja

    @property
    def changes(self) -> str:
        """What is new against the version before, in the active language."""
        return self.changes_en if _is_english() else self.changes_ja

    def hash_of_text(self) -> str:
        """SHA-256 of kind, version and the words in both languages."""
        words = [self.kind, self.version, self.title_ja, self.text_ja, self.title_en, self.text_en]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


class ConsentRecord(models.Model):
    """A person, or an applicant who is none yet, agreed to one version at one time (class P3)."""

    document = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, related_name="records")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="consents")
    application = models.ForeignKey(Application, null=True, on_delete=models.SET_NULL, related_name="consents")
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Who it was and in what language it was read.
    particulars = SealedJSONField(data_class="P3", default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-given_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "document"],
                condition=Q(withdrawn_at__isnull=True, user__isnull=False),
                name="consent_valid_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "withdrawn_at"], name="consent_by_user")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.given_at:%Y-%m-%d}"


def _is_english() -> bool:
    return current_language() == "en"

"""The mark that makes efforts visible: a dated statement of an organisation about itself."""

import secrets
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.people import Organisation
from community.models.vocabularies import FOLDER
from secunity.core.models import Vocabulary
from secunity.core.models.language import current_language

VALID_FOR = timedelta(days=365)


def new_mark_code() -> str:
    """An address that nobody guesses: 16 letters and digits."""
    return secrets.token_hex(8)


class MarkItemKind(Vocabulary):
    """Something an organisation may state about itself, in the words that its operator's rules allow."""

    source_file = FOLDER / "mark_items.csv"

    operator_ja = models.CharField(max_length=60)
    operator_en = models.CharField(max_length=80)
    meaning_ja = models.CharField(max_length=200)
    meaning_en = models.CharField(max_length=240)

    @property
    def operator(self) -> str:
        """Who runs the scheme, in the active language."""
        return self.operator_en if _is_english() else self.operator_ja

    @property
    def meaning(self) -> str:
        """What is stated, and how far it goes, in the active language."""
        return self.meaning_en if _is_english() else self.meaning_ja


class OrganisationMark(models.Model):
    """The lasting address of an organisation's statements: what stands there is the newest one."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="mark")
    code = models.CharField(max_length=16, unique=True, default=new_mark_code, editable=False)

    def __str__(self) -> str:
        return self.code

    @property
    def newest(self) -> "MarkDeclaration | None":
        """The newest statement, from what was prefetched where it was."""
        return max(self.declarations.all(), key=lambda each: each.pk, default=None)


class MarkDeclaration(models.Model):
    """One dated statement. It is never changed: a new one takes its place, or it is withdrawn or runs out."""

    class State(models.TextChoices):
        CURRENT = "current", _("Valid")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUSPENDED = "suspended", _("Suspended")

    mark = models.ForeignKey(OrganisationMark, on_delete=models.CASCADE, related_name="declarations")
    declared_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField(db_index=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="marks_declared"
    )
    prefers_marked_partners = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.declared_on} – {self.expires_on}"

    def state_on(self, day: date, *, consents_valid: bool = True) -> "MarkDeclaration.State":
        """How the statement stands on `day`; it rests while the organisation's consents do not hold."""
        if self.withdrawn_on is not None:
            return self.State.WITHDRAWN
        if day > self.expires_on:
            return self.State.EXPIRED
        return self.State.CURRENT if consents_valid else self.State.SUSPENDED


class MarkItem(models.Model):
    """One thing the statement says, with what shows it."""

    declaration = models.ForeignKey(MarkDeclaration, on_delete=models.CASCADE, related_name="items")
    kind = models.ForeignKey(MarkItemKind, on_delete=models.PROTECT)
    evidence = models.CharField(max_length=200, blank=True)
    evidence_url = models.CharField(max_length=300, blank=True, validators=[URLValidator(schemes=["https"])])
    evidence_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind__order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["declaration", "kind"], name="mark_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.kind_id}"


def _is_english() -> bool:
    return current_language() == "en"

"""Searches that somebody gets news of by mail, without an account."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from secunity.core.models import OutgoingMail, SealedJSONField, SealedTextField


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def confirmed(self) -> "SavedSearchQuerySet":
        """Those whose address has said yes."""
        return self.filter(confirmed_at__isnull=False)

    def with_news(self, frequency: str, until: datetime) -> "SavedSearchQuerySet":
        """Confirmed ones of a frequency for which something was found before `until` and not yet told."""
        news = SavedSearchFind.objects.filter(search=OuterRef("pk"), mailed_at=None, found_at__lt=until)
        return self.confirmed().filter(Exists(news), frequency=frequency)


class SavedSearch(models.Model):
    """One question of one address; address and words are sealed (class P2).

    `question` is {"text", "filters", "asked"}, the last one as it stands in an address. `wanted` is the frequency that
    the link in the last mail turns on; `email_hash` and `same_hash` find the address, and the same question of it.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day at most")
        WEEKLY = "weekly", _("once a week, on Mondays")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = SealedTextField(data_class="P2")
    email_hash = models.CharField(max_length=64, db_index=True)
    same_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, blank=True)
    question = SealedJSONField(data_class="P2", default=dict)
    language = models.CharField(max_length=2, default="ja")
    frequency = models.CharField(max_length=6, choices=Frequency, default=Frequency.DAILY)
    wanted = models.CharField(max_length=6, choices=Frequency, default=Frequency.DAILY)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # Raised to make older links that turn it on worthless.
    link_number = models.PositiveIntegerField(default=1)

    objects = SavedSearchQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.key)


class SavedSearchFind(models.Model):
    """Something released that a stored search found; `mail` while the mail that tells of it waits to be sent."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="finds")
    kind = models.CharField(max_length=16)
    object_key = models.CharField(max_length=64)
    found_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(OutgoingMail, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search", "kind", "object_key"], name="search_find_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "object_key"], name="search_find_by_thing"),
            models.Index(fields=["found_at"], condition=models.Q(mailed_at=None), name="search_find_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"

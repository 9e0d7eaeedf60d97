"""The secret address of a person's own calendar."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from secunity.core.queries import keyed_hash

PURPOSE = "events.calendar"


class CalendarKey(models.Model):
    """Whoever holds the address reads the calendar; kept as a keyed hash, so that nobody reads it from the database."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, default="ja")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"

    @classmethod
    def renew(cls, user_id: int, language: str) -> str:
        """A new token for this person; the one before opens nothing any more. It is shown this once."""
        token = secrets.token_urlsafe(32)
        fields = {"token_hash": keyed_hash(token, PURPOSE), "language": language, "made_at": timezone.now()}
        cls.objects.update_or_create(user_id=user_id, defaults=fields)
        return token

    @classmethod
    def find(cls, token: str) -> "CalendarKey | None":
        """The key with this token."""
        return cls.objects.select_related("user").filter(token_hash=keyed_hash(token, PURPOSE)).first()

"""What is remembered about sign-ins: devices somebody has used, changes of what somebody may, counted attempts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class KnownDevice(models.Model):
    """A browser from which a person has signed in before: the keyed hash of its cookie, and no address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices")
    fingerprint = models.CharField(max_length=64)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "fingerprint"], name="known_device_once")
        ]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}".strip()


class AccessChange(models.Model):
    """Something has changed about what this person may; every process reads it and asks again at open sockets."""

    # No foreign key: the line stays when the person goes, and says so to the sockets.
    user_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M:%S}"


class SharedLimit(models.Model):
    """A row of the cache that all processes share where there is no Redis: attempts counted, codes used up.

    Django's database cache reads and writes the table; as a model it comes with the migrations.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "secunity_shared_limits"

    def __str__(self) -> str:
        return self.cache_key

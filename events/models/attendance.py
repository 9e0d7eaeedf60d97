"""Who was there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Attendance(models.Model):
    """A person was at a meeting: seen in its room or its call, or noted by hand, which overrides what was seen."""

    class Source(models.TextChoices):
        ROOM = "room", _("seen in the room")
        CALL = "call", _("opened the video call")
        HAND = "hand", _("noted by hand")

    meeting_key = models.UUIDField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances")
    source = models.CharField(max_length=4, choices=Source)
    was_there = models.BooleanField(default=True)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting_key", "user"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_key} {self.user_id}"

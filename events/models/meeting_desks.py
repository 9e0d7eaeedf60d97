"""What a meeting has besides its pages: its video call, its papers, and what people have been told of it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from wagtail.models import Collection

from secunity.core.models import SealedTextField


class MeetingDesk(models.Model):
    """One row per meeting, whatever languages it has. Its lock puts registrations in order."""

    meeting_key = models.UUIDField(unique=True)
    # Whoever knows the address of a call can join it, so it rests sealed and is opened by a view that asks who comes.
    call_url = SealedTextField(data_class="P2", blank=True, default="")
    # Made with the first paper; only those who may come open what lies in it (see events.wagtail_hooks).
    collection = models.OneToOneField(
        Collection, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_desk", editable=False
    )
    # The facts that were last told by mail; a difference to them is a change that people must learn of.
    told: Any = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"desk of {self.meeting_key}"

    @classmethod
    def of(cls, meeting_key: UUID) -> "MeetingDesk":
        """The desk of a meeting, made if it was missing."""
        return cls.objects.get_or_create(meeting_key=meeting_key)[0]

    @classmethod
    def held(cls, meeting_key: UUID) -> "MeetingDesk":
        """The same, locked until the transaction ends: two people never take the last place."""
        cls.of(meeting_key)
        return cls.objects.select_for_update().get(meeting_key=meeting_key)

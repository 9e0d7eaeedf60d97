"""Mail that waits to be sent."""

from django.db import models
from django.utils import timezone

from secunity.core.models.sealed import SealedJSONField, SealedTextField


class OutgoingMail(models.Model):
    """One mail, written in the transaction of what it tells about; the row goes once it is sent."""

    recipient = SealedTextField(data_class="mail")
    subject = SealedTextField(data_class="mail")
    body = SealedTextField(data_class="mail")
    attachments = SealedJSONField(data_class="mail", default=list)
    # Further lines of its head by name; a way to stop such mails holds a secret.
    headers = SealedJSONField(data_class="mail", default=dict)
    kind = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["send_after"], name="mail_by_turn")]

    def __str__(self) -> str:
        return f"{self.kind} {self.queued_at:%Y-%m-%d %H:%M}".strip()

"""Who does not agree with what moderators did, and what was answered; and who acted where the log names nobody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from events.models.room import Room
from secunity.core.models import SealedTextField

LONGEST_APPEAL = 2000


class Appeal(models.Model):
    """One appeal against the event `seq` of a room's log, by the person it is about.

    `person` is their id in the room, sealed, because a question may have been asked without a name; `person_key` finds
    the appeals of somebody again.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("appeal", "Waiting for an answer")
        UPHELD = "upheld", pgettext_lazy("appeal", "The decision stands")
        LIFTED = "lifted", pgettext_lazy("appeal", "The decision was lifted")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="appeals")
    seq = models.BigIntegerField()
    person = SealedTextField(data_class="room")
    person_key = models.CharField(max_length=64, db_index=True)
    words = SealedTextField(data_class="room", max_length=LONGEST_APPEAL)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = SealedTextField(data_class="room", blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "seq"], name="appeal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == self.State.OPEN


class OfficeAct(models.Model):
    """Who did, in an office, what the log names nobody for; asked only by rules: a second person must be another one.

    `doer` is the key of a user, sealed: two acts of the same person have nothing in common that could be read.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="office_acts")
    seq = models.BigIntegerField()
    doer = SealedTextField(data_class="room")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "seq"], name="office_act_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq}"

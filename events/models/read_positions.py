"""How far somebody has read."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from events.models.room import Room


class ReadPosition(models.Model):
    """The newest event of a room that a person has seen; only ever moves forward."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="read_positions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "user"], name="read_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}@{self.seq}"

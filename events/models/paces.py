"""Who has just said something in a room under slow mode."""

from typing import ClassVar

from django.db import models

from events.models.room import Room


class Pace(models.Model):
    """When somebody last spoke, as long as slow mode asks for it.

    `key` tells nobody whose it is: a question may have been asked without a name.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="paces")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "key"], name="room_pace_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.at}"

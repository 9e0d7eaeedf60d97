"""Under the Chatham House rule people appear under a name that holds for one meeting only."""

import secrets
from typing import ClassVar

from django.db import models

from events.models.room import Room
from secunity.core.models import SealedTextField

LARGEST = 2**48


def new_pseudonym_id() -> int:
    """A random number: numbers that count would tell who came first, which a list of those present tells too."""
    return secrets.randbelow(LARGEST - 1) + 1


class Pseudonym(models.Model):
    """Somebody in one room. On the wire its id is negative; who it is stands here sealed, and goes with the talk."""

    id = models.BigIntegerField(primary_key=True, default=new_pseudonym_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="pseudonyms")
    name = models.CharField(max_length=40)
    person = SealedTextField(data_class="room")
    # Finds the pseudonym of somebody who comes back; only the hub's own keys make it from a person.
    person_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "person_hash"], name="pseudonym_person_once"),
            models.UniqueConstraint(fields=["room", "name"], name="pseudonym_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wire_id(self) -> int:
        """The id under which everybody sees what this person says."""
        return -self.pk

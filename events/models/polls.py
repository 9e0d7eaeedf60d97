"""Polls of a room. Who voted and what was voted stand in two tables that nothing joins."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from events.models.room import Room
from secunity.core.models import SealedJSONField


class Poll(models.Model):
    """A poll, numbered from 1 in its room. `content` holds its words: body, options or scale."""

    class Form(models.TextChoices):
        SINGLE = "single", pgettext_lazy("poll", "One choice")
        MULTIPLE = "multiple", pgettext_lazy("poll", "Several choices")
        SCALE = "scale", pgettext_lazy("poll", "A scale")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("poll", "Draft")
        OPEN = "open", pgettext_lazy("poll", "Open")
        CLOSED = "closed", pgettext_lazy("poll", "Closed")
        REMOVED = "removed", pgettext_lazy("poll", "Removed")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="polls")
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=8, choices=Form)
    content = SealedJSONField(data_class="room")
    quorum = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "number"], name="room_poll_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} P{self.number} {self.state}"

    @property
    def words(self) -> dict[str, Any]:
        """What everybody reads of it once it is open."""
        return {"poll": self.number, "form": self.form, "quorum": self.quorum, **self.content}

    @property
    def choices(self) -> list[int]:
        """What one may choose: numbers of options from 0, or the steps of the scale."""
        scale = self.content.get("scale")
        if scale is not None:
            return list(range(scale["lowest"], scale["highest"] + 1))
        return list(range(len(self.content["options"])))


class BallotReceipt(models.Model):
    """This person has voted: not when, and never what. The key is random, so that rows have no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="receipts")
    person = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "person"], name="ballot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} voted"


class BallotCount(models.Model):
    """How many chose this. No row is one person's: single ballots would lie in the order of their receipts."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="counts")
    choice = models.SmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["choice"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "choice"], name="ballot_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.choice}: {self.count}"

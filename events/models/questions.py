"""Questions of a room and who wants them answered."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.room import Room
from secunity.core.models import SealedTextField

LONGEST_QUESTION = 2000


class Question(models.Model):
    """A question, numbered from 1 in its room. People are known by their id in the room, as everywhere in its log.

    `person` is empty where it was asked without a name; `author_key` finds the questions of a person then too, without
    telling anybody else whose they are.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be let in")
        OPEN = "open", pgettext_lazy("question", "Open")
        ANSWERED = "answered", pgettext_lazy("question", "Answered")
        OFFLINE = "offline", _("To be answered after the meeting")
        MERGED = "merged", _("Joined with another")
        REFUSED = "refused", _("Not let in")
        WITHDRAWN = "withdrawn", _("Taken back")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    body = SealedTextField(data_class="room", max_length=LONGEST_QUESTION)
    person = models.BigIntegerField(null=True)
    author_key = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State)
    votes = models.PositiveIntegerField(default=0)
    into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.BigIntegerField(null=True)
    reason = SealedTextField(data_class="room", blank=True, default="")
    # Where it stands in the log; null as long as only moderators and its author know of it.
    open_seq = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "number"], name="room_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} Q{self.number} {self.state}"


class QuestionVote(models.Model):
    """One person wants a question answered; not more than once."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="voices")
    person = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "person"], name="question_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} +1"

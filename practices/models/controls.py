"""Controls of known schemes that a practice puts into effect, and problems of communities that it answers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from community.models import Problem
from practices.models.vocabularies import FOLDER
from secunity.core.models import Vocabulary


class Control(Vocabulary):
    """One control of CIS v8, or one item of SECURITY ACTION; `scheme` names which."""

    source_file = FOLDER / "controls.csv"

    scheme = models.CharField(max_length=40)


class ProblemAnswer(models.Model):
    """A practice, named by the key its translations share, that answers a problem of a community."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="answers")
    practice_key = models.UUIDField(db_index=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["named_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["problem", "practice_key"], name="problem_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.problem_id}: {self.practice_key}"

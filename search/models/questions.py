"""What people searched for: counted at first, and kept in words only once several have asked the same."""

from typing import ClassVar

from django.db import models


class CountedQuestion(models.Model):
    """A question, known by a keyed hash; `text` is empty until enough people have asked it."""

    question_hash = models.CharField(max_length=64, unique=True)
    text = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField(default=0)
    last_asked_on = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text or self.question_hash[:8]


class FailedQuestion(CountedQuestion):
    """A question that found nothing."""


class FoundQuestion(CountedQuestion):
    """A question that found something by all of its words."""


class FailedQuestionAsker(models.Model):
    """Somebody who asked it, known by a hash of their own for each question: to count people and nothing else."""

    question = models.ForeignKey(FailedQuestion, on_delete=models.CASCADE, related_name="askers")
    person_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "person_hash"], name="search_asker_once")
        ]

    def __str__(self) -> str:
        return self.person_hash[:8]


class FoundQuestionAsker(models.Model):
    """Somebody who asked a question that found something; likewise."""

    question = models.ForeignKey(FoundQuestion, on_delete=models.CASCADE, related_name="askers")
    person_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "person_hash"], name="search_found_asker_once")
        ]

    def __str__(self) -> str:
        return self.person_hash[:8]

"""Periodic jobs that have run, so that several processes run each slot once."""

from typing import ClassVar

from django.db import models


class JobRun(models.Model):
    """Job `job` was taken for time slot `slot` (whole periods since 1970)."""

    job = models.CharField(max_length=100)
    slot = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["job", "slot"], name="job_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"

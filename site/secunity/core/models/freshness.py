"""When public content last changed: the one number that makes cached pages forget what they show."""

from django.db import models


class ContentVersion(models.Model):
    """A single row, raised in the transaction that changes public content."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)

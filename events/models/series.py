"""Meetings that come again: the rule, and the moments it names. Every occurrence is a meeting page of its own."""

import uuid
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST = 60
LONGEST = timedelta(days=2 * 366)
LAST = 5


class MeetingSeries(models.Model):
    """Weekly (every n weeks on the first meeting's weekday) or monthly by weekday ("second Wednesday", "last Friday").

    Exceptions are ordinary edits: an occurrence that is moved keeps `first_planned_at`, one that falls out is
    cancelled; nobody learns a second way to change a date.
    """

    class Rule(models.TextChoices):
        WEEKLY = "weekly", _("every week, or every few weeks")
        MONTHLY = "monthly", _("every month on the same weekday")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(max_length=8, choices=Rule)
    interval = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.rule} {self.starts_at:%Y-%m-%d}–{self.ends_on}"

    def moments(self) -> list[datetime]:
        """When the meetings after the first begin, at the same time of day in Japan, up to and with `ends_on`."""
        first = timezone.localtime(self.starts_at)
        days = weekly(first.date(), self.interval) if self.rule == self.Rule.WEEKLY else monthly(first.date())
        found: list[datetime] = []
        for day in days:
            if day > self.ends_on or len(found) >= MOST:
                break
            found.append(first.replace(year=day.year, month=day.month, day=day.day))
        return found


def weekly(first: date, interval: int) -> Iterator[date]:
    """Every `interval` weeks after `first`."""
    day = first
    while day <= first + LONGEST:
        day += timedelta(weeks=interval)
        yield day


def monthly(first: date) -> Iterator[date]:
    """The same weekday of the following months: the second Wednesday stays one, a fifth becomes the last."""
    which = (first.day - 1) // 7 + 1
    year, month = first.year, first.month
    for _number in range(LONGEST.days // 28):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        yield nth_weekday(year, month, first.weekday(), which)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The `which`-th `weekday` (Monday is 0) of a month; the last where `which` is 5."""
    starts_on, days = monthrange(year, month)
    day = 1 + (weekday - starts_on) % 7 + 7 * (which - 1)
    return date(year, month, day if day <= days else day - 7)

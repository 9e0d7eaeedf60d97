"""How long the hub keeps what concerns people: one table that the job works off and the page states."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Forget = Callable[[datetime], int]


@dataclass(frozen=True)
class Period:
    """What is deleted (or emptied) after how many days; `forget` does it for what is older than the given time."""

    code: str
    what: "StrOrPromise"
    how: "StrOrPromise"
    default_days: int
    forget: Forget

    @property
    def days(self) -> int:
        """The days it is kept: those of the setting SECUNITY_DELETION_DAYS where it names this period."""
        return settings.DELETION_DAYS.get(self.code, self.default_days)

    def run(self, now: datetime | None = None) -> int:
        """Forget what is older; returns how many rows."""
        return self.forget((now or timezone.now()) - timedelta(days=self.days))


_periods: dict[str, Period] = {}


def kept_for(days: int, *, code: str, what: "StrOrPromise", how: "StrOrPromise") -> Callable[[Forget], Forget]:
    """Put a function into the table: it is called once a day with the time before which to forget."""

    def register(forget: Forget) -> Forget:
        _periods[code] = Period(code, what, how, days, forget)
        return forget

    return register


def all_periods() -> list[Period]:
    """The table, shortest period first."""
    return sorted(_periods.values(), key=lambda period: (period.days, period.code))

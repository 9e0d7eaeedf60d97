"""One line of the desk."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be opened: its words, its address, since when it waits (or when it is), and a short note."""

    title: str
    url: str
    since: date | datetime | None = None
    note: str = ""

    @property
    def age(self) -> int:
        """Whole days since then in Japan: 0 for today, for what is to come and where it is not known."""
        if self.since is None:
            return 0
        day = timezone.localtime(self.since).date() if isinstance(self.since, datetime) else self.since
        return max((timezone.localdate() - day).days, 0)

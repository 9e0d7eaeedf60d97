"""What follows from the facts of a meeting alone: its state, its room's hours, its words as plain text."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ROOM_OPENS_BEFORE = timedelta(minutes=30)
ROOM_CLOSES_AFTER = timedelta(minutes=60)


class RegistrationMode(models.TextChoices):
    """How people come to a meeting."""

    NONE = "none", _("nobody needs to register")
    OPEN = "open", _("whoever registers has a place")
    APPROVAL = "approval", _("the organisers confirm each registration")


class MeetingFacts:
    """Mixed into the page; holds no field and asks no database."""

    starts_at: Any
    ends_at: Any
    first_planned_at: Any
    registration: Any
    lead: Any
    search_description: Any
    agenda: Any
    record: Any
    is_public: Any
    is_cancelled: Any
    tlp_id: Any
    translation_key: Any

    @property
    def takes_registrations(self) -> bool:
        """Whether people register for it."""
        return self.registration != RegistrationMode.NONE

    @property
    def is_moved(self) -> bool:
        """Whether this occurrence of a series is not where the rule put it."""
        return self.first_planned_at is not None and self.first_planned_at != self.starts_at

    def state_at(self, now: datetime) -> str:
        """One of "coming", "open" (being held now) and "past"."""
        if now < self.starts_at:
            return "coming"
        return "open" if now < self.ends_at else "past"

    @property
    def is_open(self) -> bool:
        """Whether it is being held now."""
        return not self.is_cancelled and self.state_at(timezone.now()) == "open"

    @property
    def is_one_day(self) -> bool:
        """Whether it ends on the day on which it starts, in Japan."""
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def room_opens_at(self) -> datetime:
        """When people may enter the room."""
        return self.starts_at - ROOM_OPENS_BEFORE

    @property
    def room_closes_at(self) -> datetime:
        """When the room closes."""
        return self.ends_at + ROOM_CLOSES_AFTER

    @property
    def is_room_time(self) -> bool:
        """Whether the room, if there is one, is open now."""
        return self.room_opens_at <= timezone.now() < self.room_closes_at

    @property
    def summary(self) -> str:
        """What it is about in a sentence, for lists, search and feeds."""
        return self.lead or self.search_description

    @property
    def agenda_items(self) -> list[str]:
        """What it will talk about, in order."""
        return [str(block.value) for block in self.agenda]

    @property
    def agenda_text(self) -> str:
        """The agenda as plain text, one item a line."""
        return "\n".join(self.agenda_items)

    @property
    def decisions(self) -> list[str]:
        """What was decided. Ask `shows_record_to` before showing it."""
        return [str(block.value) for block in self.record]

    @property
    def public_record_text(self) -> str:
        """What was decided as plain text where everybody may read it, else nothing: for search and feeds."""
        return "\n".join(self.decisions) if self.is_public and self.tlp_id == "CLEAR" else ""

    @property
    def calendar_uid(self) -> str:
        """The name under which calendars know the meeting, the same in every language and for ever."""
        return f"meeting-{self.translation_key}@{urlsplit(settings.BASE_URL).hostname}"

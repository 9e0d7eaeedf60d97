"""How meetings are asked for: by time, place, language, and who asks."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from community.models import Region, WorkingGroup
from community.queries import is_member
from events.models.access import Reader


class MeetingQuerySet(PageQuerySet):
    """`now` is the moment that tells past from coming; without it, the clock's."""

    def open_now(self, now: datetime | None = None) -> "MeetingQuerySet":
        """Meetings that are being held, in the order in which they began."""
        return self.not_over(now).filter(starts_at__lte=now or timezone.now())

    def coming(self, now: datetime | None = None) -> "MeetingQuerySet":
        """Meetings that have not begun, the next one first."""
        return self.filter(starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "MeetingQuerySet":
        """Meetings that are over, the latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "pk")

    def not_over(self, now: datetime | None = None) -> "MeetingQuerySet":
        """Meetings being held and then those to come: by their beginning, which puts them in that order."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def in_region(self, region: Region) -> "MeetingQuerySet":
        """Meetings of one region."""
        return self.filter(region=region)

    def of_working_group(self, working_group: WorkingGroup) -> "MeetingQuerySet":
        """Meetings of one working group."""
        return self.filter(working_group=working_group)

    def in_language(self, language: str) -> "MeetingQuerySet":
        """Each meeting once: in `language` where its page is published in it, else in the language it has."""
        translated = self.model._base_manager.filter(
            live=True, translation_key=OuterRef("translation_key"), locale__language_code=language
        )
        return self.filter(Q(locale__language_code=language) | ~Exists(translated))

    def visible_to(self, user: Reader) -> "MeetingQuerySet":
        """Published meetings that `user` may know of. The caller vouches for the second factor: see `reader_of`."""
        return self.live() if is_member(user) else self.live().filter(is_public=True)

    def with_labels(self) -> "MeetingQuerySet":
        """With everything a line of a list shows, in the same query."""
        return self.select_related("locale", "region", "working_group", "tlp")

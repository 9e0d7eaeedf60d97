"""How long it is known who meant to come to a meeting, and who came."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from community.tasks import kept_for
from community.tasks.deletion import DELETED
from events.models import Attendance, MeetingMail, MeetingPage, Registration


@kept_for(90, code="registrations", what=gettext_lazy("Registrations for meetings, after the meeting"), how=DELETED)
def forget_registrations(before: datetime) -> int:
    """Registrations with their words, and which mails people got, of meetings that ended before or are gone."""
    later = _not_over(before)
    MeetingMail.objects.filter(sent_at__lt=before).exclude(meeting_key__in=later).delete()
    return Registration.objects.filter(changed_at__lt=before).exclude(meeting_key__in=later).delete()[0]


@kept_for(365, code="attendances", what=gettext_lazy("Who was at a meeting, after the meeting"), how=DELETED)
def forget_attendances(before: datetime) -> int:
    """Who was at meetings that ended before or are gone."""
    return Attendance.objects.filter(noted_at__lt=before).exclude(meeting_key__in=_not_over(before)).delete()[0]


def _not_over(before: datetime) -> QuerySet[MeetingPage, UUID]:
    # A page is looked at in every language, published or not: the latest end counts.
    return MeetingPage.objects.filter(ends_at__gte=before).values_list("translation_key", flat=True)

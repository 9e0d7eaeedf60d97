"""Reminders that a practice is due for a check."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from community.models import Role, User
from community.queries.notifications import language_of
from practices.models import PracticePage, PracticeReminder
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url
from secunity.core.tasks import periodic

AHEAD = dt.timedelta(days=14)


@periodic(minutes=12 * 60)
def remind_of_checks() -> int:
    """Mail the organisers of its region once for each date by which a practice is to be checked, two weeks before it;
    returns how many mails were written."""
    until = timezone.localdate() + AHEAD
    due = PracticePage.objects.live().filter(review_by__lte=until, locale=Locale.get_default(), is_demo=False)
    return sum(_remind(page) for page in due.select_related("locale"))


@transaction.atomic
def _remind(page: PracticePage) -> int:
    region = page.region
    people = _organisers(region.pk) if region else []
    if not people or not _is_new(page):
        return 0
    for person in people:
        mail_on_commit(
            recipient=person.email,
            language=language_of(person),
            template="practices/mail/practice_due.txt",
            context={"practice": page, "person": person, "url": absolute_url(page.get_url() or "")},
            kind="practices.practice_due",
        )
    return len(people)


def _is_new(page: PracticePage) -> bool:
    """Whether nobody was told of this date yet; a moved one is told again."""
    if page.review_by is None:
        return False
    _row, is_new = PracticeReminder.objects.get_or_create(practice_key=page.translation_key, review_by=page.review_by)
    return is_new


def _organisers(region: str) -> list[User]:
    granted = User.objects.filter(role_grants__role=Role.ORGANISER, role_grants__region=region)
    return list(granted.filter(is_active=True, suspended_at=None).distinct())

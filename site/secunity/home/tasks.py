"""The digest of the desk."""

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation

from community.actions.notifications import take_digest_turn
from community.models import MailChoice, User
from community.queries.notifications import people_with_an_office
from secunity.core.actions import mail_on_commit
from secunity.core.tasks import periodic
from secunity.home.queries import Desk

# In Japan: before the working day begins, and not at night when a worker comes back late.
EARLIEST, LATEST = dt.time(6, 30), dt.time(20, 0)


@periodic(minutes=30)
def send_digests() -> int:
    """Send what is due this morning; returns how many mails were written."""
    now = timezone.localtime()
    if not EARLIEST <= now.time() <= LATEST:
        return 0
    return sum(_send_to(user, now.date()) for user in people_with_an_office())


@transaction.atomic
def _send_to(user: User, day: dt.date) -> bool:
    choice = take_digest_turn(user=user, day=day)
    return choice is not None and _write(user, choice)


def _write(user: User, choice: MailChoice) -> bool:
    with translation.override(choice.language):
        desk = Desk(user, choice.language)
        parts = [(str(part.title), part.total, max(row.age for row in part.rows)) for part in desk.waiting]
    if not parts:
        return False
    mail_on_commit(
        recipient=user.email,
        language=choice.language,
        template="home/mail/digest.txt",
        context={"parts": parts, "total": desk.total},
        kind="digest",
    )
    return True

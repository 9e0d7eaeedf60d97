"""Mails to those with an office: what they chose, and the turn for the next digest."""

import datetime as dt

from django.db.models import Q

from community.models import MailChoice, User

MONDAY = 0


def take_digest_turn(*, user: User, day: dt.date) -> MailChoice | None:
    """The choices of `user` if a digest is due on `day` and nobody else has taken this turn; None otherwise."""
    choice, _is_new = MailChoice.objects.get_or_create(user=user)
    is_due = choice.digest == MailChoice.Digest.DAILY or (
        choice.digest == MailChoice.Digest.WEEKLY and day.weekday() == MONDAY
    )
    if not is_due:
        return None
    before = Q(digest_sent_on__isnull=True) | Q(digest_sent_on__lt=day)
    is_taken = MailChoice.objects.filter(before, pk=choice.pk).update(digest_sent_on=day)
    return choice if is_taken else None

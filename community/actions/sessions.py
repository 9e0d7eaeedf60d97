"""Sessions end, and every process hears of it."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db import transaction
from wagtail.log_actions import log

from community.models import AccessChange, User


@transaction.atomic
def end_sessions(*, sessions: Iterable[UserSession], by: User) -> int:
    """End these sessions of `by` at once and note it; returns how many."""
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    if ended:
        person = User.objects.get(pk=by.pk)
        log(instance=person, action="community.sessions_ended", user=person, data={"sessions": ended})
    return ended


def note_access_change(user_id: int) -> None:
    """What this person may has changed, or a session has ended: open sockets are asked again within seconds."""
    AccessChange.objects.create(user_id=user_id)

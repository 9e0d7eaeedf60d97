"""Devices, ended sessions, changes of access and counted attempts are forgotten after a while."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.models import AccessChange, KnownDevice, SharedLimit
from secunity.core.tasks import periodic

DEVICES_KEPT = timedelta(days=400)
CHANGES_KEPT = timedelta(hours=1)


@periodic(minutes=60)
def forget_ended_sessions() -> None:
    """Network addresses and browsers of sessions are kept as long as the session and no longer."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


@periodic(minutes=60)
def forget_what_is_over() -> None:
    """Delete changes of access that every process has read, limits that have run out, devices long not seen."""
    now = timezone.now()
    AccessChange.objects.filter(at__lt=now - CHANGES_KEPT).delete()
    SharedLimit.objects.filter(expires__lt=now).delete()
    KnownDevice.objects.filter(last_seen_at__lt=now - DEVICES_KEPT).delete()

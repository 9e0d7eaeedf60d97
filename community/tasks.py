"""What the community does by the clock."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry

from secunity.core.tasks import periodic

# What the privacy page promises.
SIGN_INS_KEPT = timedelta(days=90)
SIGN_IN_ACTIONS = ("community.sign_in", "community.sign_out", "community.sign_in_failed")


@periodic(minutes=24 * 60)
def forget_old_sign_ins() -> int:
    """Delete who signed in when, after the time for which it is kept; returns how many entries."""
    old = ModelLogEntry.objects.filter(action__in=SIGN_IN_ACTIONS, timestamp__lt=timezone.now() - SIGN_INS_KEPT)
    return old.delete()[0]

"""The version of the public content."""

from django.db import transaction
from django.db.models import F

from secunity.core.models import ContentVersion
from secunity.core.queries import forget_content_version


def touch_content() -> None:
    """Make cached public pages stale, in the caller's transaction: with a rollback nothing is forgotten."""
    forget_content_version()
    transaction.on_commit(forget_content_version)
    if ContentVersion.objects.filter(pk=1).update(number=F("number") + 1):
        return
    # The first change of all: another process may be making the same row.
    ContentVersion.objects.bulk_create([ContentVersion(pk=1)], ignore_conflicts=True)
    ContentVersion.objects.filter(pk=1).update(number=F("number") + 1)

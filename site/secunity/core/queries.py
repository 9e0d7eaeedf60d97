"""Reads that every app may ask of core."""

import time

from django.conf import settings

from secunity.core.models import ContentVersion
from secunity.core.sealing import keyed_hash as _keyed_hash

# What this process read last, and until when (monotonic seconds) it is good enough for cached pages.
_recent: tuple[int, float] = (0, 0.0)


def content_version() -> int:
    """The number of the public content as committed now."""
    return ContentVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def recent_content_version() -> int:
    """The same without asking the database for every page: own changes show at once, those of other processes
    after at most `CONTENT_VERSION_SECONDS`."""
    global _recent
    number, until = _recent
    now = time.monotonic()
    if now >= until:
        number = content_version()
        _recent = (number, now + settings.CONTENT_VERSION_SECONDS)
    return number


def forget_content_version() -> None:
    """Ask the database again at the next page."""
    global _recent
    _recent = (0, 0.0)


def keyed_hash(value: str, purpose: str) -> str:
    """64 hexadecimal digits that only this hub makes from `value`: to compare what is sealed or must not be kept."""
    return _keyed_hash(settings.SEALING_KEYS, purpose, value)


def absolute_url(path: str) -> str:
    """The address of `path` as written in mails and files."""
    return f"{settings.BASE_URL}{path}"

"""The video call of a meeting: its address, and when it opens."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CALL_OPENS_BEFORE = timedelta(minutes=15)
# Who holds the meeting looks in earlier, to see that it works.
CALL_OPENS_FOR_HOLDERS = timedelta(minutes=60)
CALL_CLOSES_AFTER = timedelta(minutes=60)
LONGEST_URL = 500


def new_call_url() -> str:
    """An address at the usual Jitsi server whose room nobody can guess (192 random bits)."""
    return f"{settings.VIDEO_BASE_URL.rstrip('/')}/secunity-{secrets.token_hex(24)}"


def check_call_url(url: str) -> str:
    """The address if a browser may be sent to it: https, a host, no name or password in it. Else ValidationError."""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or len(url) > LONGEST_URL or any(character.isspace() for character in url):
        raise ValidationError(_("Please give an address that begins with https:// as the video service shows it."))
    return url

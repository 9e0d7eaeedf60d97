"""Devices in words, and for whom something has changed."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import AccessChange

# The first sign that fits counts: a browser also names those that it is built on.
BROWSERS = (
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
# What knows a browser again.
DEVICE_COOKIE = "secunity_device"
# On a request: what the cookie of this browser is to hold from its answer on.
NEW_DEVICE_TOKEN = "new_device_token"  # noqa: S105 - a name, no secret
# A row may be committed after a newer one: processes look back so far, longer than any transaction takes.
LOOK_BACK = timedelta(seconds=15)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """The names of browser and system in a User-Agent header, "" for what is not known."""
    return _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)


def device_in_words(browser: str, system: str) -> str:
    """ "Chrome (Windows)", or that the device is not known."""
    if browser and system:
        return _("%(browser)s (%(system)s)") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def recent_access_changes() -> Iterator[tuple[int, int]]:
    """Number and person of every change of access in the last seconds; the same one comes again until it is older."""
    rows = AccessChange.objects.filter(at__gte=timezone.now() - LOOK_BACK)
    return iter(rows.values_list("pk", "user_id"))


def _first(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")

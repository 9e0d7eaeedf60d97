"""A sign-in from a device that has not been seen before is told to the person."""

import secrets

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from community.models import KnownDevice, User
from community.queries.devices import browser_and_system, device_in_words
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url, keyed_hash


def new_device_token() -> str:
    """What the long-lived cookie of a browser holds."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def note_device(*, user: User, token: str, user_agent: str, language: str) -> bool:
    """Remember that `user` has signed in from the device with this cookie; a mail where it is new.

    The very first device of an account is no news. Returns whether a mail was written.
    """
    browser, system = browser_and_system(user_agent)
    known = KnownDevice.objects.filter(user_id=user.pk)
    is_first = not known.exists()
    _device, is_new = KnownDevice.objects.update_or_create(
        user_id=user.pk,
        fingerprint=keyed_hash(token, "device"),
        defaults={"browser": browser, "system": system, "last_seen_at": timezone.now()},
    )
    if is_first or not is_new:
        return False
    with translation.override(language):
        device = device_in_words(browser, system)
        links = {
            "sessions_url": absolute_url(reverse("usersessions_list")),
            "password_url": absolute_url(reverse("account_reset_password")),
        }
    mail_on_commit(
        recipient=user.email,
        language=language,
        template="community/mail/new_device.txt",
        context={"device": device, "at": timezone.now(), **links},
        kind="new_device",
    )
    return True


def mail_used_recovery_code(*, user: User, left: int, language: str) -> None:
    """Tell the person that a recovery code was used, and how many are left."""
    with translation.override(language):
        links = {
            "codes_url": absolute_url(reverse("mfa_view_recovery_codes")),
            "sessions_url": absolute_url(reverse("usersessions_list")),
        }
    mail_on_commit(
        recipient=user.email,
        language=language,
        template="community/mail/recovery_code_used.txt",
        context={"left": left, "at": timezone.now(), **links},
        kind="recovery_code_used",
    )

"""Searches that somebody wants news of by mail: asked for, turned on by the address itself, ended, forgotten."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from community.tasks import kept_for
from community.tasks.deletion import DELETED
from search.models import SavedSearch, SavedSearchFind
from search.queries.alerts import (
    CONFIRM_DAYS,
    CONFIRM_PERIOD,
    address_hash,
    confirm_link_of,
    days_to_confirm,
    same_hash,
    stop_link_of,
    words_of,
)
from search.tasks.alerts import FINDS_KEPT_DAYS
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url

MOST_OF_AN_ADDRESS = 20


@transaction.atomic
def ask_for_alert(
    *,
    email: str,
    kind: str,
    text: str,
    filters: Mapping[str, tuple[str, ...]],
    asked: str,
    frequency: str,
    language: str,
) -> None:
    """Write a mail with the link that turns news of this question on; nothing is sent before somebody opens it.

    Whoever asks learns nothing from it: an address that has this search already, or too many, gets other words.
    `asked` is the question as it stands in an address.
    """
    same = same_hash(email=email, kind=kind, text=text, filters=filters)
    known = SavedSearch.objects.filter(same_hash=same)
    if not known.exists() and _has_too_many(email):
        _mail(email, language, "full", {"most": MOST_OF_AN_ADDRESS})
        return
    question = {"text": text, "filters": {key: list(values) for key, values in filters.items()}, "asked": asked}
    new = SavedSearch(email=email.strip(), email_hash=address_hash(email), same_hash=same, kind=kind, question=question)
    SavedSearch.objects.bulk_create([new], ignore_conflicts=True)  # the same may be asked for twice at once
    known.update(wanted=frequency, language=language, asked_at=timezone.now(), link_number=F("link_number") + 1)
    _send_link(known.get())


@transaction.atomic
def confirm_alert(*, search: SavedSearch) -> None:
    """Turn it on with the frequency asked for last; a second time changes nothing."""
    locked = SavedSearch.objects.select_for_update().get(pk=search.pk)
    locked.confirmed_at = locked.confirmed_at or timezone.now()
    locked.frequency = locked.wanted
    locked.save(update_fields=["confirmed_at", "frequency"])
    search.confirmed_at, search.frequency = locked.confirmed_at, locked.frequency


@transaction.atomic
def stop_alert(*, search: SavedSearch) -> None:
    """End it: address, words and finds are deleted at once, and a mail that waits to be sent with them."""
    for find in search.finds.filter(mail__isnull=False).select_related("mail"):
        if find.mail is not None:
            find.mail.delete()
    SavedSearch.objects.filter(pk=search.pk).delete()


@kept_for(
    CONFIRM_DAYS, code=CONFIRM_PERIOD, what=gettext_lazy("Searches for news by mail that nobody confirmed"), how=DELETED
)
def forget_unconfirmed(before: datetime) -> int:
    """Delete what no address has said yes to; returns how many."""
    return SavedSearch.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]


@kept_for(FINDS_KEPT_DAYS, code="alert_finds", what=gettext_lazy("Which news were sent by mail"), how=DELETED)
def forget_finds(before: datetime) -> int:
    """Delete what was found for stored searches; the searches stay. Returns how many finds went."""
    return SavedSearchFind.objects.filter(found_at__lt=before).delete()[0]


def _has_too_many(email: str) -> bool:
    return SavedSearch.objects.filter(email_hash=address_hash(email)).count() >= MOST_OF_AN_ADDRESS


def _send_link(search: SavedSearch) -> None:
    with override(search.language):
        context = {
            "question": words_of(search),
            "is_on": search.confirmed_at is not None,
            "frequency": search.get_wanted_display(),
            "url": absolute_url(reverse("search:alert-confirm", args=[confirm_link_of(search)])),
            "stop_url": absolute_url(reverse("search:alert-stop", args=[stop_link_of(search)])),
            "days": days_to_confirm(),
        }
    _mail(search.email, search.language, "confirm", context)


def _mail(recipient: str, language: str, name: str, context: Mapping[str, object]) -> None:
    mail_on_commit(
        recipient=recipient,
        language=language,
        template=f"search/mail/alert_{name}.txt",
        context=context,
        kind="search_alert",
    )

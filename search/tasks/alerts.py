"""What is released is held against the stored searches, and told by mail once a day or a week."""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from search.engines.alerts import matches
from search.engines.base import Document
from search.models import IndexJob, SavedSearch, SavedSearchFind
from search.queries.alerts import items_found, last_slot, query_of, stop_link_of, words_of
from search.queries.index import current_synonyms
from search.queries.listings import listing_of
from search.queries.sources import documents, first_public
from secunity.core.actions import mail_on_commit
from secunity.core.models import OutgoingMail
from secunity.core.queries import absolute_url
from secunity.core.tasks import periodic

BATCH = 200
# Whatever was public for longer is news to nobody, however often it changes; finds are kept for longer than this.
NEWS_DAYS = 30
FINDS_KEPT_DAYS = 90
MOST_IN_A_MAIL = 30

logger = logging.getLogger(__name__)


@periodic(minutes=1)
def match_released() -> int:
    """Hold what changed since the last time against the stored searches; returns how many things were found for them.

    May be broken off and begun again: a search finds the same thing only once.
    """
    found = 0
    while jobs := list(IndexJob.objects.unmatched()[:BATCH]):
        with transaction.atomic():
            found += _match(jobs)
            _set_aside(jobs)
    return found


@periodic(minutes=15)
def mail_news(now: datetime | None = None) -> int:
    """Write the mails that are due; returns how many. One search's failure stops no other."""
    now = now or timezone.now()
    written = 0
    for frequency in SavedSearch.Frequency.values:
        due = SavedSearch.objects.with_news(frequency, last_slot(frequency, now))
        for key in list(due.values_list("pk", flat=True)):
            try:
                written += _tell(key, now)
            except Exception:
                logger.exception("the mail of stored search %s was not written; it will be tried again", key)
    return written


def recall_mails(kind: str, keys: Collection[str]) -> int:
    """Take back the mails that tell of these things and wait to be sent: they are written anew when they are due.

    Called in the transaction that changes or withdraws the things; returns how many mails were taken back.
    """
    waiting = SavedSearchFind.objects.filter(kind=kind, object_key__in=keys, mail__isnull=False)
    mails = list(waiting.values_list("mail", flat=True).distinct())
    if mails:
        SavedSearchFind.objects.filter(mail__in=mails).update(mailed_at=None, mail=None)
        OutgoingMail.objects.filter(pk__in=mails).delete()
    return len(mails)


def _set_aside(jobs: Sequence[IndexJob]) -> None:
    """Note up to which version these were looked at; what changed meanwhile stays."""
    for job in jobs:
        job.matched_version = job.version
    IndexJob.objects.bulk_update(jobs, ["matched_version", "first_public_at", "was_hidden"], batch_size=BATCH)


def _match(jobs: Sequence[IndexJob]) -> int:
    _date(jobs)
    # Asked after the jobs were read: whoever has confirmed before something was released hears of it.
    searches = {str(search.key): search for search in SavedSearch.objects.confirmed()}
    new = _news(jobs) if searches else {}
    public = [document for kind, dates in new.items() for document in _documents(kind, list(dates))]
    if not public:
        return 0
    since = {(document.kind, document.id): new[document.kind][document.id] for document in public}
    kinds = {document.id: document.kind for document in public}
    hits = matches(public, {key: query_of(search) for key, search in searches.items()}, current_synonyms())
    finds = [
        SavedSearchFind(search=searches[key], kind=kinds[each], object_key=each)
        for key, ids in hits.items()
        for each in ids
        if since[kinds[each], each] > _heard_since(searches[key])
    ]
    SavedSearchFind.objects.bulk_create(finds, ignore_conflicts=True)
    return len(finds)


def _date(jobs: Sequence[IndexJob]) -> None:
    """Note of each thing since when everybody may see it: of one that was published for some at first, since now."""
    for kind, of_kind in _by_kind(jobs).items():
        published = first_public(kind, [job.object_key for job in of_kind])
        for job in of_kind:
            if job.object_key not in published:
                job.was_hidden = job.was_hidden or job.first_public_at is None
            elif job.first_public_at is None:
                job.first_public_at = job.changed_at if job.was_hidden else published[job.object_key]


def _news(jobs: Sequence[IndexJob]) -> dict[str, dict[str, datetime]]:
    """What of it was public for the first time not long ago, by kind and key."""
    oldest = timezone.now() - timedelta(days=NEWS_DAYS)
    return {
        kind: {
            job.object_key: job.first_public_at
            for job in of_kind
            if job.first_public_at is not None and job.first_public_at > oldest
        }
        for kind, of_kind in _by_kind(jobs).items()
    }


def _by_kind(jobs: Sequence[IndexJob]) -> dict[str, list[IndexJob]]:
    by_kind: dict[str, list[IndexJob]] = defaultdict(list)
    for job in jobs:
        by_kind[job.kind].append(job)
    return by_kind


def _documents(kind: str, keys: list[str]) -> list[Document]:
    """Their documents; one that cannot be made holds up no other."""
    try:
        return documents(kind, keys)
    except Exception:
        if len(keys) > 1:
            return [document for key in keys for document in _documents(kind, [key])]
        logger.exception("%s %s was held against no stored search", kind, keys)
        return []


def _heard_since(search: SavedSearch) -> datetime:
    assert search.confirmed_at is not None  # noqa: S101 - only confirmed ones are asked
    return search.confirmed_at


@transaction.atomic
def _tell(key: Any, now: datetime) -> int:
    """Write the mail of one search, if there is still something to tell."""
    search = SavedSearch.objects.confirmed().select_for_update().filter(pk=key).first()
    if search is None:
        return 0
    finds = list(search.finds.filter(mailed_at=None).order_by("found_at", "pk"))
    with override(search.language):
        told = items_found(finds, search.language)
        if not told:
            return 0
        mail = _mail(search, told)
    pks = [find.pk for find, _item in told]
    SavedSearchFind.objects.filter(pk__in=pks).update(mailed_at=now, mail=mail)
    return 1


def _mail(search: SavedSearch, told: Sequence[tuple[SavedSearchFind, Any]]) -> OutgoingMail:
    stop = absolute_url(reverse("search:alert-stop", args=[stop_link_of(search)]))
    context = {
        "total": len(told),
        "items": [item for _find, item in told[:MOST_IN_A_MAIL]],
        "more": max(0, len(told) - MOST_IN_A_MAIL),
        "question": words_of(search),
        "list_url": absolute_url(listing_of(search.kind).path + search.question.get("asked", "")),
        "stop_url": stop,
        "frequency": search.get_frequency_display(),
    }
    # RFC 8058: mail programs offer a button that asks this address to stop, without opening it.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail_on_commit(
        recipient=search.email,
        language=search.language,
        template="search/mail/alert_news.txt",
        context=context,
        headers=headers,
        kind="search_alert",
    )

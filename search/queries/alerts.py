"""Stored searches: what each asks, in words and for the engine, and which links belong to it."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.gate.suppress import suppress_count
from search.engines.base import Query
from search.models import SavedSearch, SavedSearchFind
from search.queries.channels import goes_through, through
from search.queries.facets import facets_of
from search.queries.items import Item, items_of_documents
from search.queries.listings import LISTINGS, listing_of
from search.queries.panel import Tag, tags
from search.queries.sources import documents
from secunity.core.models.language import current_language
from secunity.core.queries import keyed_hash
from secunity.core.text.normalise import fold_case, normalise

CHANNEL = "feed"
LINK_FIGURES = 32
# Days in which an address says yes; what nobody confirmed is erased then. Code of the period and its default.
CONFIRM_PERIOD, CONFIRM_DAYS = "alerts_unconfirmed", 3
SENT_AT_HOUR = 7
MONDAY = 0


def query_of(search: SavedSearch) -> Query:
    """The question for the engine: to those things that may be told of by mail."""
    asked = search.question
    filters = {key: tuple(values) for key, values in asked.get("filters", {}).items()}
    kinds = (search.kind,) if search.kind else ()
    query = Query(text=asked.get("text", ""), filters=filters, kinds=kinds, language=search.language)
    return through(query, CHANNEL)


def sentence_of(kind: str, text: str, filters: Mapping[str, tuple[str, ...]]) -> list[Tag]:
    """The question as the parts of a sentence, in the active language."""
    return tags(facets_of(kind), Query(text=text, filters=filters, kinds=(kind,) if kind else ()))


def words_of(search: SavedSearch) -> str:
    """The question in one line, in the active language: Cases: with the words “VPN” in Kinki."""
    asked = search.question
    filters = {key: tuple(values) for key, values in asked.get("filters", {}).items()}
    parts = sentence_of(search.kind, asked.get("text", ""), filters)
    between = "" if current_language() == "ja" else " "
    said = between.join(part for tag in parts for part in (tag.before, tag.label, tag.after) if part)
    title = str(listing_of(search.kind).title)
    return _("%(list)s: %(question)s") % {"list": title, "question": said} if said else title


def same_hash(*, email: str, kind: str, text: str, filters: Mapping[str, tuple[str, ...]]) -> str:
    """What stands for this question of this address."""
    words = fold_case(" ".join(normalise(text).split()))
    chosen = sorted((key, sorted(values)) for key, values in filters.items())
    return keyed_hash(repr((address_hash(email), kind, words, chosen)), "saved search")


def address_hash(email: str) -> str:
    """What stands for a mail address."""
    return keyed_hash(normalise(email).strip().casefold(), "saved search's address")


def days_to_confirm() -> int:
    """How many days a new search waits for its confirmation."""
    return int(settings.DELETION_DAYS.get(CONFIRM_PERIOD, CONFIRM_DAYS))


def confirm_link_of(search: SavedSearch) -> str:
    """The secret part of the newest link that turns it on."""
    return search.key.hex + _proof(search, f"confirm:{search.link_number}")


def stop_link_of(search: SavedSearch) -> str:
    """The secret part of the link that ends it; the same in every mail."""
    return search.key.hex + _proof(search, "stop")


def search_of_confirm_link(link: str) -> SavedSearch | None:
    """The search that this link turns on, or has turned on; None for an older link or one that is over."""
    search = _search_of(link)
    if search is None or not hmac.compare_digest(link[32:], _proof(search, f"confirm:{search.link_number}")):
        return None
    is_over = search.asked_at < timezone.now() - timedelta(days=days_to_confirm())
    return None if is_over and search.confirmed_at is None else search


def search_of_stop_link(link: str) -> SavedSearch | None:
    """The search that this link ends."""
    search = _search_of(link)
    return search if search is not None and hmac.compare_digest(link[32:], _proof(search, "stop")) else None


def last_slot(frequency: str, now: datetime) -> datetime:
    """When mails of this frequency were last due: seven in the morning here, of weekly ones that of Monday."""
    local = timezone.localtime(now)
    slot = local.replace(hour=SENT_AT_HOUR, minute=0, second=0, microsecond=0)
    slot -= timedelta(days=1) if slot > local else timedelta()
    return slot - timedelta(days=(slot.weekday() - MONDAY) % 7) if frequency == SavedSearch.Frequency.WEEKLY else slot


def items_found(finds: list[SavedSearchFind], language: str) -> list[tuple[SavedSearchFind, Item]]:
    """What was found and the public may still see and be mailed, in the order found; in `language` if it has that."""
    keys: dict[str, list[str]] = {}
    for find in finds:
        keys.setdefault(find.kind, []).append(find.object_key)
    found = [document for kind, of_kind in keys.items() for document in documents(kind, of_kind)]
    items = {(item.kind, item.id): item for item in items_of_documents(found, language) if goes_through(item, CHANNEL)}
    return [(find, items[key]) for find in finds if (key := (find.kind, find.object_key)) in items]


def alert_counts() -> list[dict[str, Any]]:
    """How many searches are stored, by list: counts and nothing else, and none of one or two."""
    counted: dict[str, Any] = {
        row["kind"]: row
        for row in SavedSearch.objects.values("kind").annotate(
            daily=Count("pk", filter=Q(confirmed_at__isnull=False, frequency=SavedSearch.Frequency.DAILY)),
            weekly=Count("pk", filter=Q(confirmed_at__isnull=False, frequency=SavedSearch.Frequency.WEEKLY)),
            waiting=Count("pk", filter=Q(confirmed_at=None)),
        )
    }
    rows = []
    for each in LISTINGS.values():
        row = counted.get(each.kind, {})
        cells = {name: suppress_count(row.get(name, 0)) for name in ("daily", "weekly", "waiting")}
        rows.append({"title": each.title, **cells})
    return rows


def _search_of(link: str) -> SavedSearch | None:
    try:
        key = UUID(hex=link[:32])
    except ValueError:
        return None
    return SavedSearch.objects.filter(pk=key).first()


def _proof(search: SavedSearch, purpose: str) -> str:
    return keyed_hash(f"{search.key.hex}:{purpose}", "saved search's link")[:LINK_FIGURES]

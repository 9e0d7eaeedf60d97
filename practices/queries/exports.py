"""Released cases as the records that leave the hub."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Locale

from practices.exchange.public import TEXT_FIELDS, WORD_LISTS, Export, Record, public_record
from practices.models import Case, CasePage, CaseVersion
from practices.queries.drafts import PLAIN, REFERENCES
from practices.queries.released import chosen_versions, shown_versions
from secunity.core.queries import absolute_url

CHANNEL = "exports"
BATCH = 500


def export_of(keys: Sequence[str] | None = None, filters: Mapping[str, list[str]] | None = None) -> Export:
    """Every case whose provider agreed to exports (of `keys`, their public ids, in that order), as of today."""
    records = _records(shown_versions(CHANNEL)) if keys is None else records_of(keys)
    return Export(tuple(records), today(), hub_address(), filters or {})


def records_of(keys: Sequence[str]) -> Iterator[Record]:
    """The records of those of `keys` whose providers agreed to exports, in that order, read as they are asked for."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        records = {record["id"]: record for record in _records(chosen_versions(batch, CHANNEL))}
        yield from (records[key] for key in batch if key in records)


def count_of(keys: Sequence[str]) -> int:
    """How many records `records_of` gives."""
    starts = range(0, len(keys), BATCH)
    return sum(chosen_versions(keys[start : start + BATCH], CHANNEL).count() for start in starts)


def today() -> str:
    """The day that a file of today bears."""
    return timezone.localdate().isoformat()


def hub_address() -> str:
    """Whose file it is."""
    return settings.BASE_URL.rstrip("/")


def _records(versions: QuerySet[CaseVersion]) -> Iterator[Record]:
    versions = versions.select_related("case", "damage_band")
    versions = versions.prefetch_related("texts", "incident_types", "case__practice_links")
    found = list(versions.order_by("released_at", "pk"))
    addresses = _addresses([version.case_id for version in found] if len(found) <= BATCH else None)
    yield from (_record(version, addresses) for version in found)


def _addresses(cases: Collection[int] | None) -> dict[int, str]:
    """The address of the page of each of these cases (of all), the Japanese one where there are two."""
    default = Locale.get_default()
    live = CasePage.objects.live() if cases is None else CasePage.objects.live().filter(case__in=cases)
    live = live.select_related("locale")
    pages = sorted(live, key=lambda page: page.locale_id == default.pk)
    return {page.case_id: absolute_url(url) for page in pages if (url := page.get_url())}


def _record(version: CaseVersion, addresses: Mapping[int, str]) -> Record:
    case = version.case
    said: dict[str, Any] = {name: getattr(version, f"{name}_id") for name in REFERENCES}
    said |= {name: getattr(version, name) for name in PLAIN}
    said |= {
        "id": case.public_id,
        "version": version.number,
        "url": addresses.get(case.pk, ""),
        "origin": case.origin,
        "tlp": case.tlp_id,
        "released": _instant(version.released_at),
        "source": {"name": case.source_name, "url": case.source_url, "published": case.source_published},
        "incident_types": sorted(kind.pk for kind in version.incident_types.all()),
        "damage_range": _range(version),
        "practices": sorted(_links(case), key=lambda link: (link["key"], link["relation"])),
        "texts": {text.language: _words(text) for text in version.texts.all()},
    }
    return public_record(said)


def _range(version: CaseVersion) -> list[int | None]:
    band = version.damage_band
    return [band.min_yen, band.max_yen] if band else []


def _links(case: Case) -> list[dict[str, str]]:
    return [{"key": str(link.practice_key), "relation": link.relation} for link in case.practice_links.all()]


def _words(text: Any) -> dict[str, Any]:
    return {name: getattr(text, name) for name in (*TEXT_FIELDS, *WORD_LISTS)}


def _instant(moment: dt.datetime | None) -> str:
    """To the second, in UTC: the spelling that every form understands."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else ""

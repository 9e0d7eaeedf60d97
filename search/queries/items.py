"""What lists, feeds and the API show of a thing: always the database's state, with the words marked that were found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from events.models import Minutes
from events.queries.minutes import public_minutes
from practices.models import CaseVersion
from search.engines.base import Document, Fragment, Fragments, Hit
from search.engines.records import shown_language
from search.queries.cases import public_versions
from search.queries.minutes_documents import KIND as MINUTES
from search.queries.page_documents import page_kinds
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_occurred

Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One line of a list. `thing` is a CaseVersion or a page; `passage` what tells most of why it was found."""

    id: str
    kind: str
    language: str
    url: str
    title: Fragments
    summary: Fragments
    passage: Fragments
    body: Fragments
    thing: Any
    updated: datetime | None

    @property
    def plain_title(self) -> str:
        """The title without marks."""
        return "".join(fragment.text for fragment in self.title)

    @property
    def plain_summary(self) -> str:
        """The summary without marks."""
        return "".join(fragment.text for fragment in self.summary)

    @property
    def label(self) -> str:
        """What a reader has to know before reading: that it is invented, that it is in another language."""
        return " · ".join(note for note in (self._invented, self._other_language) if note)

    @property
    def _invented(self) -> str:
        if not self._is_demo:
            return ""
        return _("Invented practice") if self.kind == "practice" else _("Invented example")

    @property
    def _other_language(self) -> str:
        if self.language == current_language():
            return ""
        return _("in Japanese") if self.language == "ja" else _("in English")

    @property
    def meta(self) -> str:
        """Place, industry, size and time, as far as they are stated, in the active language."""
        return " · ".join(part for part in self._parts() if part)

    @property
    def _is_demo(self) -> bool:
        if self.kind == "case":
            return bool(self.thing.case.origin == "demo")
        return bool(getattr(self.thing, "is_demo", False))

    def _parts(self) -> list[str]:
        thing = self.thing
        if self.kind != "case":
            return [getattr(thing, "org", ""), str(getattr(thing, "year", "") or ""), _stage(thing)]
        industry = thing.industry_group or thing.industry_division
        size = thing.size_band
        when = format_occurred(thing.occurred, current_language()) if thing.occurred else ""
        place = thing.prefecture or thing.region
        return [place.name if place else "", industry.name if industry else "", size.name if size else "", when]


def items_of_hits(hits: Iterable[Hit]) -> list[Item]:
    """An item for each hit that the public may still see, in the order of the hits."""
    found = list(hits)
    versions = _versions({hit.id for hit in found if hit.kind == "case"})
    lists = _case_lists()
    pages = _pages(found)
    minutes = _minutes({hit.id for hit in found if hit.kind == MINUTES})
    items = []
    for hit in found:
        if hit.kind == "case" and hit.id in versions:
            version = versions[hit.id]
            items.append(_item(hit, version, f"{lists[hit.language]}{hit.id}/", version.released_at))
        elif hit.kind == MINUTES and hit.id in minutes:
            kept = minutes[hit.id]
            url = reverse("events:published-minutes", args=[kept.slug])
            items.append(_item(hit, kept, url, kept.published_at))
        elif (hit.id, hit.language) in pages:
            page = pages[hit.id, hit.language]
            items.append(_item(hit, page, page.get_url() or "", page.last_published_at))
    return items


def items_of_documents(documents: Iterable[Document], language: str) -> list[Item]:
    """An item for each document that the public may still see, in `language` where it has that."""
    hits = []
    for each in documents:
        shown = shown_language(each.texts, language)
        text = each.texts[shown]
        hits.append(_unmarked(each.id, each.kind, shown, text.title, text.summary))
    return items_of_hits(hits)


def items_of_versions(versions: Iterable[CaseVersion], language: str) -> list[Item]:
    """An item for each version, in `language` where it has been translated."""
    by_id = {version.case.public_id: version for version in versions}
    lists = _case_lists()
    items = []
    for public_id, version in by_id.items():
        text = version.text_in(language)
        if text:
            hit = _unmarked(public_id, "case", text.language, text.title, text.summary)
            items.append(_item(hit, version, f"{lists[text.language]}{public_id}/", version.released_at))
    return items


def items_of_pages(pages: Iterable[Any], kind: str) -> list[Item]:
    """An item for each page, in its own language."""
    items = []
    for page in pages:
        language = page.locale.language_code
        hit = _unmarked(str(page.translation_key), kind, language, page.title, page.lead or page.search_description)
        items.append(_item(hit, page, page.get_url() or "", page.last_published_at))
    return items


def _item(hit: Hit, thing: Any, url: str, updated: datetime | None) -> Item:
    return Item(
        id=hit.id,
        kind=hit.kind,
        language=hit.language,
        url=url,
        title=hit.title,
        summary=hit.summary,
        passage=hit.passage,
        body=hit.body,
        thing=thing,
        updated=updated,
    )


def _unmarked(key: str, kind: str, language: str, title: str, summary: str) -> Hit:
    words = (Fragment(summary),) if summary else ()
    return Hit(key, kind, 0.0, language, "", (Fragment(title),), words, (), {})


def _versions(ids: set[str]) -> dict[str, CaseVersion]:
    if not ids:
        return {}
    found = public_versions(Q(public_id__in=ids))
    return {version.case.public_id: version for version in found.prefetch_related("incident_types")}


def _minutes(slugs: set[str]) -> dict[str, Minutes]:
    return {each.slug: each for each in public_minutes().filter(slug__in=slugs)} if slugs else {}


def _case_lists() -> dict[str, str]:
    """The address below which the cases of each language stand: cheaper than asking twenty pages for theirs."""
    lists = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            lists[code] = reverse("search:cases")
    return lists


def _pages(hits: list[Hit]) -> dict[Key, Page]:
    found: dict[Key, Page] = {}
    for each in page_kinds():
        keys = [UUID(hit.id) for hit in hits if hit.kind == each.kind]
        if keys:
            visible = each.visible().filter(translation_key__in=keys).select_related("locale")
            found |= {(str(page.translation_key), page.locale.language_code): page for page in visible}
    return found


def _stage(thing: Any) -> str:
    display: Callable[[], str] | None = getattr(thing, "get_stage_display", None)
    return str(display()) if display else ""

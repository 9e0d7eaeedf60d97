"""What the index holds of pages: practices, meetings, regions and communities, each once with all its languages."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from community.models import CommunityPage, Problem, RegionPage
from events.models import MeetingPage
from practices.models import PracticePage
from search.engines.base import Document, Text
from search.queries.facets import NOT_STATED
from search.queries.places import Place, Places
from search.queries.sources import Source, register_source

Facets = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class PageKind:
    """How the pages of one class become documents.

    `visible` are the pages anyone may see; `words` is the text below title and lead; `facets` what they are filtered
    by beside place and language.
    """

    kind: str
    model: type[Page]
    visible: Callable[[], PageQuerySet]
    words: Callable[[Any], list[str]]
    facets: Callable[[Any], Facets] = lambda page: {}
    dated: Callable[[Any], Any] = lambda page: page.first_published_at

    def keys(self) -> Iterator[str]:
        """The translation key of everything visible."""
        for key in self.visible().order_by().values_list("translation_key", flat=True).distinct():
            yield str(key)

    def newest_keys(self) -> Iterator[str]:
        """The same, what was published last first."""
        keys = self.visible().order_by("-first_published_at", "-pk").values_list("translation_key", flat=True)
        yield from dict.fromkeys(str(key) for key in keys)

    def since(self, keys: Collection[str]) -> dict[str, datetime]:
        """When each visible thing of `keys` was first published."""
        found = self.visible().filter(translation_key__in=[UUID(key) for key in keys]).order_by().prefetch_related(None)
        dates = found.values_list("translation_key").annotate(first=Min("first_published_at"))
        return {str(key): first for key, first in dates.values_list("translation_key", "first") if first}

    def build(self, keys: Collection[str]) -> Iterator[Document]:
        """One document for each visible thing of `keys`."""
        found = self.visible().filter(translation_key__in=[UUID(key) for key in keys]).select_related("locale")
        things: dict[UUID, list[Any]] = defaultdict(list)
        for page in found:
            things[page.translation_key].append(page)
        places = Places() if things else None
        for key, pages in things.items():
            assert places is not None  # noqa: S101 - there is a page
            yield self._document(str(key), pages, places.of(pages[0]))

    def _document(self, key: str, pages: list[Any], place: Place) -> Document:
        texts = {page.locale.language_code: self._text(page, place) for page in pages}
        shared: Facets = {
            "region": place.regions or (NOT_STATED,),
            "prefecture": place.prefectures or (NOT_STATED,),
            "mic_area": place.mic_areas,
            "industry": (NOT_STATED,),
            "size_band": (NOT_STATED,),
            "lang": tuple(sorted(texts)),
        }
        dated = self.dated(pages[0])
        return Document(
            id=key,
            kind=self.kind,
            texts=texts,
            facets=shared | self.facets(pages[0]),
            sort_date=dated.isoformat() if dated else "",
            version=0,
            payload={},
        )

    def _text(self, page: Any, place: Place) -> Text:
        return Text(
            title=page.title,
            summary=page.lead or page.search_description,
            body="\n".join(word for word in self.words(page) if word),
            url=page.url or "",
            labels="\n".join(place.names(page.locale.language_code)),
        )


def public_pages(model: type[Page]) -> PageQuerySet:
    """The pages of a class that anyone may see."""
    # An alias repeats the words of the page it mirrors in another language's tree: no translation yet.
    return model.objects.live().public().filter(alias_of__isnull=True)


def _practice_words(page: PracticePage) -> list[str]:
    parts = [page.subtitle, page.org, page.keywords]
    parts += [get_text_for_indexing(getattr(page, name)) for name in PracticePage.HEADINGS]
    language = page.locale.language_code
    return parts + [term.name_in(language) for term in page.themes.all()]


def _practice_facets(page: PracticePage) -> Facets:
    return {
        "theme": tuple(theme.pk for theme in page.themes.all()),
        "year": (str(page.year),) if page.year else (),
    }


def _meeting_words(page: MeetingPage) -> list[str]:
    group = page.working_group
    names = [group.name_en if page.locale.language_code == "en" else group.name_ja] if group else []
    return [page.audience, page.place, page.agenda_text, page.public_record_text, *names]


def _meeting_facets(page: MeetingPage) -> Facets:
    groups = (page.working_group_id,) if page.working_group_id else ()
    return {"year": (str(page.starts_at.year),), "working_group": groups}


def _community_words(page: CommunityPage) -> list[str]:
    problems = [each.text_in(page.locale.language_code) for each in Problem.objects.of_community(page)]
    return [page.recognised_by, page.intro, *problems, *(each.name_ja for each in page.organisations)]


OWN_PAGE_KINDS = (
    PageKind(
        kind="practice",
        model=PracticePage,
        visible=lambda: public_pages(PracticePage).prefetch_related("themes"),
        words=_practice_words,
        facets=_practice_facets,
    ),
    PageKind(
        kind="meeting",
        model=MeetingPage,
        visible=lambda: public_pages(MeetingPage).filter(is_public=True).select_related("region", "working_group"),
        words=_meeting_words,
        facets=_meeting_facets,
        dated=lambda page: page.starts_at,
    ),
    PageKind(
        kind="region",
        model=RegionPage,
        visible=lambda: public_pages(RegionPage).select_related("region"),
        words=lambda page: [page.intro, page.contact],
    ),
    PageKind(
        kind="community",
        model=CommunityPage,
        visible=lambda: public_pages(CommunityPage).prefetch_related("prefectures"),
        words=_community_words,
    ),
)

_registered: dict[str, PageKind] = {}


def register_page_kind(page_kind: PageKind) -> None:
    """Let pages of a class be found. Apps above search call this when they are ready."""
    _registered[page_kind.kind] = page_kind
    register_source(
        Source(
            kind=page_kind.kind,
            model=page_kind.model,
            key_of=lambda page: str(page.translation_key),
            public_keys=page_kind.keys,
            build=page_kind.build,
            newest=page_kind.newest_keys,
            since=page_kind.since,
        )
    )


def page_kinds() -> tuple[PageKind, ...]:
    """Every kind of page that is found."""
    return tuple(_registered.values())

"""What the index holds of minutes: those that everybody reads, without names."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from events.models import MeetingPage, Minutes
from events.queries.minutes import meeting_of, public_minutes, sections_of
from search.engines.base import Document, Text
from search.queries.facets import NOT_STATED
from search.queries.places import Places
from search.queries.sources import Source

KIND = "minutes"
SUMMARY = 160


def public_minutes_keys() -> Iterator[str]:
    """The slug of all minutes that everybody reads, the newest first."""
    yield from public_minutes().order_by("-published_at", "-pk").values_list("slug", flat=True)


def minutes_documents(slugs: Collection[str]) -> Iterator[Document]:
    """A document for each of `slugs` that everybody reads."""
    places = None
    for minutes in public_minutes().filter(slug__in=list(slugs)):
        meeting = meeting_of(minutes.meeting_key, minutes.language)
        if meeting is not None:
            places = places or Places()
            yield _document(minutes, meeting, places.of(meeting))


def _document(minutes: Minutes, meeting: MeetingPage, place: Any) -> Document:
    lines = [line.text for section in sections_of(minutes, meeting) for line in section.lines]
    text = Text(
        title=meeting.title,
        summary=" ".join(lines)[:SUMMARY],
        body="\n".join([*meeting.agenda_items, *lines]),
        url=reverse("events:published-minutes", args=[minutes.slug]),
        labels="\n".join(place.names(minutes.language)),
    )
    facets = {
        "region": place.regions or (NOT_STATED,),
        "prefecture": place.prefectures or (NOT_STATED,),
        "mic_area": place.mic_areas,
        "industry": (NOT_STATED,),
        "size_band": (NOT_STATED,),
        "lang": (minutes.language,),
        "year": (str(meeting.starts_at.year),),
    }
    dated = minutes.published_at.isoformat() if minutes.published_at else ""
    return Document(
        id=minutes.slug,
        kind=KIND,
        texts={minutes.language: text},
        facets=facets,
        sort_date=dated,
        version=0,
        payload={},
    )


def first_published(slugs: Collection[str]) -> dict[str, datetime]:
    """When minutes that anyone may read were published."""
    dates = public_minutes().filter(slug__in=slugs).values_list("slug", "published_at")
    return {slug: first for slug, first in dates if first}


MINUTES_SOURCE = Source(
    KIND,
    Minutes,
    lambda minutes: minutes.slug,
    public_minutes_keys,
    minutes_documents,
    public_minutes_keys,
    first_published,
)

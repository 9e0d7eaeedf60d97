"""Atom feeds of the lists, with the same filters."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.forms import address_of, read_question
from search.queries.channels import goes_through, through
from search.queries.facets import facets_of
from search.queries.items import Item
from search.queries.listings import LISTINGS, Listing
from search.queries.panel import tags
from search.queries.results import find
from secunity.core.models.language import current_language

ENTRIES = 50
CHANNEL = "feed"


@require_safe
def list_feed(request: HttpRequest, of: str) -> HttpResponse:
    """The newest things of a list that fit the question in the address."""
    return _feed(request, LISTINGS[of], current_language())


def _feed(request: HttpRequest, listing: Listing, language: str) -> HttpResponse:
    facets = facets_of(listing.kind)
    params = request.GET.copy()
    for name in ("page", "size"):
        params.pop(name, None)
    params["sort"] = "newest"
    query = read_question(params, facets, kind=listing.kind, language=language, size=ENTRIES).query
    words = _(", ").join(tag.label for tag in tags(facets, query))
    asked = address_of(query, sort="newest")
    feed = Atom1Feed(
        title=f"SECUNITY Hub: {listing.title}" + (f" ({words})" if words else ""),
        link=request.build_absolute_uri(listing.path + asked),
        description=None,
        language=language,
        author_name="SECUNITY Hub",
        feed_url=request.build_absolute_uri(listing.feed + asked),
        feed_guid=_tag(f"{listing.plural}:{language}:{asked}"),
    )
    for item in find(through(query, CHANNEL)).items:
        if goes_through(item, CHANNEL):
            _add(feed, item, request.build_absolute_uri(item.url))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _add(feed: Atom1Feed, item: Item, link: str) -> None:
    feed.add_item(
        title=item.plain_title,
        link=link,
        description=item.plain_summary,
        unique_id=_tag(f"{item.kind}:{item.id}"),
        updateddate=item.updated or datetime.fromtimestamp(0).astimezone(),
        pubdate=item.updated,
    )


def _tag(name: str) -> str:
    """A name that stays the same when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{name}"

"""What one can do with a whole list: follow it, take it along. For lists of search and of the apps below."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.queries.listings import listing_of

register = template.Library()


@register.inclusion_tag("search/tags/follow.html")
def list_links(kind: str, question: str = "") -> dict[str, Any]:
    """{% list_links "case" "?region=kinki" %}: the same filters as a feed, as data and as files."""
    listing, asked = listing_of(kind), _asked(question)
    names = {"json": "JSON", "csv": _("CSV (spreadsheet)"), "veris": "VERIS", "stix": "STIX", "misp": "MISP"}
    return {
        "alert": alert_address(kind, question),
        "feed": listing.feed + asked,
        "api": listing.api + asked if listing.api else "",
        "files": [{"name": names[form], "url": listing.file(form) + asked} for form in listing.forms],
    }


@register.simple_tag
def alert_address(kind: str, question: str = "") -> str:
    """Where one asks for news of this question by mail."""
    asked = question.removeprefix("?")
    return f"{reverse('search:alert-new')}?of={listing_of(kind).name}{'&' if asked else ''}{asked}"


@register.simple_tag
def feed_link(kind: str, question: str = "") -> SafeString:
    """For the head of a list: its feed with the same filters."""
    listing = listing_of(kind)
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    return format_html(link, listing.title, listing.feed + _asked(question))


def _asked(question: str) -> str:
    words = question.removeprefix("?")
    return f"?{words}" if words else ""

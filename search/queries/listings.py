"""The lists of public things: what each is of, where it stands, and in which forms it can be taken along."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.exchange.outputs import FORMS
from search.queries.facets import KINDS

TABLES = ("json", "csv")


@dataclass(frozen=True)
class Listing:
    """One list: the kind of thing ("": every kind), what its addresses are named by, what its files are named by."""

    kind: str
    name: str
    plural: str
    title: Any
    forms: tuple[str, ...] = TABLES
    api: str = ""

    @property
    def path(self) -> str:
        """Where the list stands, in the active language."""
        return self.feed.removesuffix("feed.atom")

    @property
    def feed(self) -> str:
        """Its feed."""
        return reverse(f"search:{self.name}-feed")

    def file(self, form: str) -> str:
        """The whole of it as a file."""
        return reverse(f"search:{self.name}-download", args=[form])


LISTINGS = {
    each.name: each
    for each in (
        Listing("case", "case", "cases", KINDS["case"], tuple(FORMS), "/api/v1/cases"),
        Listing("practice", "practice", "practices", KINDS["practice"], api="/api/v1/practices"),
        Listing("meeting", "meeting", "meetings", KINDS["meeting"], api="/api/v1/meetings"),
        Listing("community", "community", "communities", KINDS["community"]),
        Listing("", "everything", "things", _("Everything that is public")),
    )
}


def listing_of(kind: str) -> Listing:
    """The list of one kind of thing ("": of everything)."""
    return LISTINGS[kind or "everything"]

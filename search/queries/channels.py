"""Where a case may be shown: what its provider did not agree to is left out before anything is counted."""

from dataclasses import replace

from practices.models import Case
from search.engines.base import Query
from search.queries.items import Item

# The key under which documents of cases carry their channels. It is no facet: nobody filters by it.
CHANNEL = "channel"


def through(query: Query, channel: str) -> Query:
    """The same question to those cases that may go through `channel`; questions about other things stay as they are."""
    if query.kinds != ("case",):
        return query
    return replace(query, filters={**query.filters, CHANNEL: (channel,)})


def goes_through(item: Item, channel: str) -> bool:
    """Whether one thing may go through `channel`: where things of every kind are asked for, each is looked at."""
    return item.kind != "case" or channel in item.thing.case.channels


def channels_of(case: Case) -> dict[str, tuple[str, ...]]:
    """What the document of a case carries."""
    return {CHANNEL: case.channels}

from search.queries.cases import case_counts_by_prefecture
from search.queries.index import engine
from search.queries.items import Item
from search.queries.lists import (
    case_tiles,
    cases_of_practice,
    cases_of_region,
    newest,
    practices_like_case,
    similar_cases,
    things_like_practice,
)
from search.queries.results import Found, find
from search.queries.sources import Source, register_source

__all__ = [
    "Found",
    "Item",
    "Source",
    "case_counts_by_prefecture",
    "case_tiles",
    "cases_of_practice",
    "cases_of_region",
    "engine",
    "find",
    "newest",
    "practices_like_case",
    "register_source",
    "similar_cases",
    "things_like_practice",
]

"""The kinds of things search knows by itself; apps above register theirs."""

from practices.models import Case
from search.queries.case_documents import case_documents, first_released, newest_case_keys, public_case_keys
from search.queries.minutes_documents import MINUTES_SOURCE
from search.queries.page_documents import OWN_PAGE_KINDS, register_page_kind
from search.queries.sources import Source, register_source


def register_own_sources() -> None:
    """Let cases, minutes and the pages of the apps below be found."""
    register_source(
        Source(
            "case",
            Case,
            lambda case: case.public_id,
            public_case_keys,
            case_documents,
            newest_case_keys,
            first_released,
        )
    )
    register_source(MINUTES_SOURCE)
    for page_kind in OWN_PAGE_KINDS:
        register_page_kind(page_kind)

"""The kinds of things search knows by itself; apps above register theirs."""

from practices.models import Case
from search.queries.case_documents import case_documents, public_case_keys
from search.queries.page_documents import PAGE_KINDS, PAGE_MODELS
from search.queries.sources import Source

OWN_SOURCES = (
    Source("case", Case, lambda case: case.public_id, public_case_keys, case_documents),
    *(
        Source(each.kind, PAGE_MODELS[each.kind], lambda page: str(page.translation_key), each.keys, each.build)
        for each in PAGE_KINDS
    ),
)

from search.models.jobs import IndexJob
from search.models.pages import CaseIndexPage, PracticeIndexPage

__all__ = ["CaseIndexPage", "IndexJob", "PracticeIndexPage"]

from search.models.jobs import IndexJob
from search.models.pages import CaseIndexPage, PracticeIndexPage
from search.models.synonyms import SynonymGroup, SynonymTerm

__all__ = ["CaseIndexPage", "IndexJob", "PracticeIndexPage", "SynonymGroup", "SynonymTerm"]

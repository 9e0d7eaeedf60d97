from search.models.alerts import SavedSearch, SavedSearchFind
from search.models.jobs import IndexJob
from search.models.pages import CaseIndexPage, PracticeIndexPage
from search.models.questions import FailedQuestion, FailedQuestionAsker, FoundQuestion, FoundQuestionAsker
from search.models.synonyms import SynonymGroup, SynonymTerm

__all__ = [
    "CaseIndexPage",
    "FailedQuestion",
    "FailedQuestionAsker",
    "FoundQuestion",
    "FoundQuestionAsker",
    "IndexJob",
    "PracticeIndexPage",
    "SavedSearch",
    "SavedSearchFind",
    "SynonymGroup",
    "SynonymTerm",
]

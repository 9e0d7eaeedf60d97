from search.actions.indexing import IndexLateError, bring_index_up_to_date, queue_index_jobs, remake_index
from search.actions.questions import note_failed_question
from search.actions.synonyms import change_group, remove_group

__all__ = [
    "IndexLateError",
    "bring_index_up_to_date",
    "change_group",
    "note_failed_question",
    "queue_index_jobs",
    "remake_index",
    "remove_group",
]

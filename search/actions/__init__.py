from search.actions.alerts import ask_for_alert, confirm_alert, stop_alert
from search.actions.indexing import IndexLateError, bring_index_up_to_date, queue_index_jobs, remake_index
from search.actions.questions import note_failed_question, note_found_question
from search.actions.synonyms import change_group, remove_group

__all__ = [
    "IndexLateError",
    "ask_for_alert",
    "bring_index_up_to_date",
    "change_group",
    "confirm_alert",
    "note_failed_question",
    "note_found_question",
    "queue_index_jobs",
    "remake_index",
    "remove_group",
    "stop_alert",
]

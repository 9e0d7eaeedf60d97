from search.tasks.alerts import mail_news, match_released, recall_mails
from search.tasks.completions import complete, keep_completions, renew_completions
from search.tasks.drain import count_pending, drain_index_jobs
from search.tasks.lock import writer_lock
from search.tasks.rebuild import Difference, compare_index, rebuild_index
from search.tasks.sweep import sweep_index
from search.tasks.worker import follow_outbox, start_index_worker, stop_index_worker, wake_index_worker

__all__ = [
    "Difference",
    "compare_index",
    "complete",
    "count_pending",
    "drain_index_jobs",
    "follow_outbox",
    "keep_completions",
    "mail_news",
    "match_released",
    "rebuild_index",
    "recall_mails",
    "renew_completions",
    "start_index_worker",
    "stop_index_worker",
    "sweep_index",
    "wake_index_worker",
    "writer_lock",
]

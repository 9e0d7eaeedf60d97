from secunity.core.tasks import mail  # noqa: F401 - importing it registers its periodic job
from secunity.core.tasks.jobs import (
    enqueue_due_jobs,
    forget_old_sessions,
    periodic,
    publish_scheduled_pages,
    run_job,
    start_task_worker,
    stop_task_worker,
)

__all__ = [
    "enqueue_due_jobs",
    "forget_old_sessions",
    "periodic",
    "publish_scheduled_pages",
    "run_job",
    "start_task_worker",
    "stop_task_worker",
]

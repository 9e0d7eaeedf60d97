"""Background work: the embedded task worker and the ticker of periodic jobs."""

import logging
import secrets
import threading
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import IntegrityError, close_old_connections, transaction
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker

from secunity.core.models import JobRun

logger = logging.getLogger(__name__)

Job = Callable[[], object]
_jobs: dict[str, tuple[int, Job]] = {}
_worker: Worker | None = None


def periodic(*, minutes: int) -> Callable[[Job], Job]:
    """Register a function without arguments to run once in every period of `minutes`, in one process only."""

    def register(job: Job) -> Job:
        _jobs[f"{job.__module__}.{job.__qualname__}"] = (minutes, job)
        return job

    return register


@task()
def run_job(name: str) -> None:
    """Run one periodic job by its registered name."""
    _jobs[name][1]()


def enqueue_due_jobs(now: float | None = None) -> list[str]:
    """Take every slot that nobody has taken yet and queue its job; returns the names."""
    due = []
    for name, (minutes, _job) in _jobs.items():
        slot = int((time.time() if now is None else now) // (minutes * 60))
        if JobRun.objects.filter(job=name, slot__gte=slot).exists():
            continue
        if _take(name, slot):
            run_job.enqueue(name)
            due.append(name)
    return due


def _take(name: str, slot: int) -> bool:
    """Whether this process won the slot; older slots of the job are forgotten."""
    try:
        with transaction.atomic():
            JobRun.objects.create(job=name, slot=slot)
            JobRun.objects.filter(job=name, slot__lt=slot).delete()
    except IntegrityError:
        return False
    return True


@periodic(minutes=1)
def publish_scheduled_pages() -> None:
    """Publish and expire what editors have scheduled."""
    call_command("publish_scheduled", verbosity=0)


@periodic(minutes=24 * 60)
def forget_old_sessions() -> None:
    """Delete sessions that have expired, and results of tasks that are done."""
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)


def start_task_worker() -> None:
    """Run the task worker and the ticker as threads of this process (one-process mode)."""
    global _worker
    _worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"embedded-{secrets.token_hex(8)}",
        excluded_queue_names=[],
    )
    threading.Thread(target=_forever, args=(_worker.run, 1), name="task-worker", daemon=True).start()
    threading.Thread(target=_forever, args=(enqueue_due_jobs, 20), name="ticker", daemon=True).start()


def stop_task_worker(*, seconds: float) -> None:
    """Let this process take no further task, and wait up to `seconds` for the one it runs."""
    if _worker is None:
        return
    _worker.running = False
    deadline = time.monotonic() + seconds
    while _worker.running_task and time.monotonic() < deadline:
        time.sleep(0.02)


def _forever(work: Job, pause: float) -> None:
    """Call `work` again and again; a failure is logged and tried anew, so that a busy database stops nothing."""
    while True:
        try:
            work()
        except Exception:
            logger.exception("background work failed; it will be tried again")
        finally:
            close_old_connections()
        time.sleep(pause)

"""Work off tasks, periodic jobs and the search outbox."""

import os
import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand

from search.tasks import start_index_worker, stop_index_worker
from secunity.core.tasks import start_task_worker, stop_task_worker

# Less than the ten seconds after which container engines lose their patience.
ENDS_WITHIN_S = 4.0


class Command(BaseCommand):
    help = "Run the background worker of a hub that serves with several processes; ends on SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        done = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: done.set())
        start_task_worker()
        start_index_worker()
        done.wait()
        stop_index_worker(seconds=ENDS_WITHIN_S)
        stop_task_worker(seconds=ENDS_WITHIN_S)
        sys.stdout.flush()
        sys.stderr.flush()
        # Threads that still wait for something are not waited for.
        os._exit(0)

"""Serve the hub."""

import asyncio
import logging
import os
import signal
import sys
from functools import partial
from typing import Any, NoReturn

from channels.routing import get_default_application
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from twisted.internet.defer import Deferred

from search.tasks import stop_index_worker
from secunity.core.tasks import stop_task_worker
from secunity.home.actions.demo import demo_accounts
from secunity.home.actions.start import make_ready

BAD_INPUT = 2
# Commands that are run beside the hub read here where it serves.
ADDRESS_FILE = "address"
# Together less than the ten seconds after which container engines lose their patience. A request that waits longer
# (for a busy database it would be twenty seconds) is cut off; what a worker does goes on at the next start.
REQUESTS_END_WITHIN_S = 5.0
WORKERS_END_WITHIN_S = 0.7
ASKED_AGAIN_AFTER_S = 0.01

logger = logging.getLogger(__name__)


class HubServer(Server):
    """Daphne, which when told to stop tells every room, also while somebody is just coming in, and soon ends."""

    connections: dict[Any, dict[str, Any]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._ports: list[Any] = []

    def listen_success(self, port: Any) -> None:
        """The hub listens on one more port."""
        self._ports.append(port)
        super().listen_success(port)

    def kill_all_applications(self) -> Any:
        """Take nobody new, let each room say goodbye, and give the requests that are being answered their time."""
        for port in self._ports:
            port.stopListening()
        # For a second, the request that became a socket is still listed, without an application; daphne would stumble.
        self.connections = {key: each for key, each in self.connections.items() if "application_instance" in each}
        running = [each["application_instance"] for each in self.connections.values()]
        super().kill_all_applications()
        if not running:
            return None
        return Deferred.fromFuture(asyncio.ensure_future(asyncio.wait(running, timeout=REQUESTS_END_WITHIN_S)))


class Command(BaseCommand):
    help = "Serve the hub with daphne; in one-process mode first bring database and content up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepared", action="store_true", help="start at once: the data folder is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, _end_before_the_start)
        sys.unraisablehook = _ask_again
        if settings.EMBEDDED_WORKER and not options["prepared"]:
            make_ready()
        host, port = options["host"], options["port"]
        endpoints = build_endpoint_description_strings(host=host, port=port)
        ready = partial(self._announce, host, port)
        server = HubServer(get_default_application(), endpoints=endpoints, ready_callable=ready, server_name="secunity")
        sys.unraisablehook = sys.__unraisablehook__
        # The reactor takes Ctrl-C over only from Python's own handler; ours would raise in the middle of its work.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        server.run()
        if server.abort_start:
            self.stderr.write(f"The hub cannot listen on {host}:{port}: another program may be using it. Try --port.")
            _end(BAD_INPUT)
        _end(0)

    def _announce(self, host: str, port: int) -> None:
        (settings.DATA_DIR / ADDRESS_FILE).write_text(f"http://{host}:{port}")
        self.stdout.write(f"SECUNITY Hub: http://{host}:{port}/")
        if settings.DEMO_ALLOWED:
            self.stdout.write("Demo accounts (the code comes from the secret, in any authenticator app):")
            for account in demo_accounts():
                row = f"  {account['role']:<11} {account['email']:<38} {account['password']}  {account['totp_secret']}"
                self.stdout.write(row)
        self.stdout.flush()


def _end_before_the_start(*_signal: Any) -> NoReturn:
    """Undo what is being written and go; the next start does it again."""
    raise SystemExit(0)


def _ask_again(lost: "sys.UnraisableHookArgs") -> None:
    """Python drops what is raised while an object is cleared away: whoever asked for the end is heard just after."""
    if lost.exc_type is SystemExit:
        signal.setitimer(signal.ITIMER_REAL, ASKED_AGAIN_AFTER_S)
    else:
        sys.__unraisablehook__(lost)


def _end(code: int) -> NoReturn:
    """Let the workers finish what they write, then leave at once: a slow request must not hold up the end."""
    stop_index_worker(seconds=WORKERS_END_WITHIN_S)
    stop_task_worker(seconds=WORKERS_END_WITHIN_S)
    _fold_log_in()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _fold_log_in() -> None:
    """SQLite's file alone holds everything then, as after its last connection has closed: people copy just that."""
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                # Waits for nobody.
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except DatabaseError:
            logger.exception("What was written last stays in the database's write-ahead log")

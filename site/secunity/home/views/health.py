"""Whether the hub lives, and whether it is ready to serve."""

import logging
import secrets
from collections.abc import Callable
from functools import cache as remembered

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from search.engines.base import EngineError
from search.queries import engine
from secunity.core.queries import content_version

logger = logging.getLogger(__name__)


class _NotReadyError(Exception):
    """What a part that answers still lacks."""


async def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of database, cache or disk."""
    return _plain("ok", 200)


async def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every part is ready, else 503 with a line for each part that is not."""
    lacking = await sync_to_async(_lacking)()
    return _plain("\n".join(f"{name}: not ready" for name in lacking) or "ok", 503 if lacking else 200)


def _plain(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _lacking() -> list[str]:
    return [name for name, check in CHECKS.items() if not _holds(name, check)]


def _holds(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as error:
        # Whatever a part dies of, it is not ready; the reason is for those who run the hub, not for the street.
        logger.warning("%s is not ready: %s: %s", name, type(error).__name__, error)
        return False
    return True


def _database() -> None:
    content_version()
    _migrations()


@remembered
def _migrations() -> None:
    """Asked until the answer is good once: what was migrated for this code stays so."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise _NotReadyError(f"{len(waiting)} migrations are not applied")


def _cache() -> None:
    # Readers of several processes ask at once: each looks for its own mark.
    key = f"readyz:{secrets.token_hex(4)}"
    cache.set(key, 1, 5)
    if cache.get(key) != 1:
        raise _NotReadyError("it forgets what it was given")


def _data_folder() -> None:
    probe = settings.DATA_DIR / f".writable-{secrets.token_hex(4)}"
    try:
        probe.write_text("1")
    finally:
        probe.unlink(missing_ok=True)


def _search_index() -> None:
    try:
        waits = engine().needs_rebuild
    except EngineError as error:
        # Reading falls back to the newest things and heals alone: taking the hub away as well helps nobody.
        logger.warning("The search engine is away: %s", error)
        return
    if waits:
        raise _NotReadyError("it waits for its first filling")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "cache": _cache,
    "data folder": _data_folder,
    "search index": _search_index,
}

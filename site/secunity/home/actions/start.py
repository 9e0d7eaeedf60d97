"""What has to be true before the hub serves its first page."""

import hashlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from community.models import User
from practices.models import Case
from search.actions import bring_index_up_to_date
from secunity.home.actions.demo import DEMO_DOMAIN, load_demo
from secunity.home.actions.founding import keep_address, prepare_hub

WATCHED = ("migrations/*.py", "static/**/*", "locale/**/*.po", "vocabularies/*.csv", "content/**/*.json")


def make_ready() -> None:
    """Bring database, static files, catalogues and content up to date; does nothing when nothing has changed."""
    stamp = settings.DATA_DIR / "ready.json"
    state = _fingerprint()
    if not stamp.exists() or json.loads(stamp.read_text()) != state:
        _prepare()
        stamp.write_text(json.dumps(state))
    keep_address()


def _prepare() -> None:
    _say("Preparing the data folder …")
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("compile_catalogues", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    prepare_hub()
    if settings.DEMO_ALLOWED and not Case.objects.filter(origin=Case.Origin.DEMO).exists():
        _say("Loading the demo content …")
        load_demo()
    bring_index_up_to_date(progress=lambda left: _say(f"Search index: {left} to go …"))


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured where demo people could sign in and must not; called before the first request."""
    if settings.DEMO_ALLOWED:
        return
    # Some servers load the application inside their event loop, where the database must not be asked.
    with ThreadPoolExecutor(1) as apart:
        has_them = apart.submit(_has_demo_accounts).result()
    if has_them:
        raise ImproperlyConfigured("This database holds demo accounts; production does not start with them.")


def _has_demo_accounts() -> bool:
    try:
        is_migrated = User._meta.db_table in connection.introspection.table_names()
        return is_migrated and User.objects.filter(email__endswith=DEMO_DOMAIN).exists()
    finally:
        connection.close()


def _fingerprint() -> dict[str, str]:
    digest = hashlib.sha256()
    for path in sorted(_watched_files()):
        stat = path.stat()
        digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return {"files": digest.hexdigest(), "python": sys.version}


def _watched_files() -> Iterator[Path]:
    for app in apps.get_app_configs():
        for pattern in WATCHED:
            yield from (path for path in Path(app.path).glob(pattern) if path.is_file())
    yield from (path for path in settings.PACKAGE_DIR.glob("static/**/*") if path.is_file())


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - progress for the person who waits

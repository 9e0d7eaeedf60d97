"""What the tests run on: everything in memory, tasks at once, cheap passwords."""

import tempfile
from pathlib import Path

from secunity.settings.base import *  # noqa: F403 - a settings module is its base plus what differs

DATA_DIR = Path(tempfile.mkdtemp(prefix="secunity-test-"))
SECRET_KEY = "only-for-tests"  # noqa: S105 - no secret: tests never leave the machine
SEALING_KEYS = ["only-for-tests"]
DEMO_ALLOWED = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # The threads of a test share a database in memory, which knows no waiting: whoever read a table made
            # every writer fail. Readers that lock nothing are in nobody's way, as with the write-ahead log.
            "init_command": "PRAGMA read_uncommitted=ON;",
        },
    }
}
# Both keep what they know in one place in this process, so that emptying one empties the other.
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "limits")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMBEDDED_WORKER = False
CONTENT_VERSION_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
SEARCH_INDEX_DIR = DATA_DIR / "index"
ELASTICSEARCH_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = False

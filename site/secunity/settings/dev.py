"""One machine, no server, demo content allowed: what `make run` serves."""

from secunity.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from secunity.settings.base import DATA_DIR, SEALING_KEYS, SECRET_KEY, env


def _local_secret(name: str) -> str:
    """A secret of this data folder's own, made at the first start."""
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = SECRET_KEY or _local_secret("secret-key")
SEALING_KEYS = SEALING_KEYS or [_local_secret("sealing-key")]
DEBUG = env.bool("DEBUG", False)
DEMO_ALLOWED = True

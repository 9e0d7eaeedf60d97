"""One machine, no server, demo content allowed: what `make run` serves."""

from secunity.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from secunity.settings.base import DATA_DIR, SECRET_KEY, env


def _local_secret() -> str:
    """A secret of this data folder's own, made at the first start."""
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = SECRET_KEY or _local_secret()
DEBUG = env.bool("DEBUG", False)
DEMO_ALLOWED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

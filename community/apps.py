from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Start listening to what other apps announce, and let the ticker know what happens by the clock."""
        from community import signal_handlers, tasks  # noqa: F401 - importing tasks registers them

        signal_handlers.connect()
        _share_limits()


def _share_limits() -> None:
    """Let allauth count attempts and used codes in the cache that all processes share; it has no setting for it."""
    from allauth.core.internal import ratelimit
    from allauth.mfa.totp.internal import auth
    from django.core.cache import caches
    from django.utils.connection import ConnectionProxy

    ratelimit.cache = auth.cache = ConnectionProxy(caches, "limits")

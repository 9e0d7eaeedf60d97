from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        """Start listening to what other apps announce, and let the ticker know what happens by the clock."""
        from community import signal_handlers, tasks  # noqa: F401 - importing tasks registers them

        signal_handlers.connect()

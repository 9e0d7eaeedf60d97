from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Start listening to Wagtail and let the ticker know what events do by the clock."""
        from events import signal_handlers, tasks  # noqa: F401 - importing tasks registers them

        signal_handlers.connect()

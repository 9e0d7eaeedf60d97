from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.adapters import RedisCarrier
from events.room.bus import process_bus


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Start listening to Wagtail and let the ticker know what events do by the clock."""
        from community.queries.personal import add_personal_source
        from events import signal_handlers, tasks  # noqa: F401 - importing tasks registers them
        from events.queries.own_talk import own_talk

        signal_handlers.connect()
        add_personal_source(own_talk)
        if settings.REDIS_URL:
            process_bus.carrier = RedisCarrier(settings.REDIS_URL)

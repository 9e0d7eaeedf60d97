from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Know what is found, and follow what changes in the apps below."""
        from search import signal_handlers
        from search.queries.own_sources import OWN_SOURCES
        from search.queries.sources import register_source

        for source in OWN_SOURCES:
            register_source(source)
        signal_handlers.connect()

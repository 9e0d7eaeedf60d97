from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Know what is found, and follow what changes in the apps below."""
        from search import signal_handlers
        from search.queries.index import register_synonyms
        from search.queries.own_sources import register_own_sources
        from search.queries.synonyms import SOURCE

        register_own_sources()
        register_synonyms(SOURCE)
        signal_handlers.connect()

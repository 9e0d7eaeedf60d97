from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Let the ticker know what happens by the clock, and listen."""
        from community.queries.access import add_grants
        from practices import signal_handlers, tasks  # noqa: F401 - importing tasks registers its periodic jobs
        from practices.actions import deletion, publication, statistics  # noqa: F401 - so are release days and figures
        from practices.queries.access import REPORT_GRANTS

        signal_handlers.connect()
        add_grants(*REPORT_GRANTS)

"""Words for what the audit log holds about opened data."""

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class AccessFormatter(LogFormatter):
    """Says which class of data was opened, and what for."""

    label = gettext_lazy("Open protected data")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The class of data and the purpose."""
        return str(gettext_lazy("Opened data of class %(data_class)s: %(purpose)s")) % log_entry.data


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Core's own entry."""
    registry.register_action("secunity.access")(AccessFormatter)

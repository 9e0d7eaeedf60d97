"""Words for what the audit log holds about search."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "search.synonyms_added": (_("Add words"), _("Added a group of words that mean the same")),
    "search.synonyms_changed": (_("Change words"), _("Changed a group of words that mean the same")),
    "search.synonyms_removed": (_("Remove words"), _("Removed a group of words that mean the same")),
}


@hooks.register("register_log_actions")
def register_search_actions(registry: LogActionRegistry) -> None:
    """What the secretariat does with the table of words."""
    for action, (label, message) in ACTIONS.items():
        registry.register_action(action, label, message)

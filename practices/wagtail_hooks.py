"""Words for what the audit log holds about reports and cases."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

REPORT_ACTIONS = {
    "practices.report_handed_in": (_("Hand in report"), _("Handed in an incident report")),
    "practices.report_withdrawn": (_("Withdraw report"), _("Withdrew an incident report")),
    "practices.report_helper_named": (_("Name helper"), _("Named a helper of an incident report")),
    "practices.report_helper_dismissed": (_("Dismiss helper"), _("Dismissed a helper of an incident report")),
    "practices.report_file_added": (_("Add file"), _("Added a file to an incident report")),
    "practices.report_file_removed": (_("Remove file"), _("Removed a file from an incident report")),
    "practices.lane_changed": (_("Change lane"), _("Changed whom to tell of an incident")),
    "practices.response_opened": (_("Open response log"), _("Opened a response log")),
    "practices.response_entry": (_("Write response log"), _("Wrote an entry of a response log")),
}

CASE_ACTIONS = {
    "practices.review_submitted": (_("Submit case"), _("Submitted the text of a case for the second person")),
    "practices.review_approved": (_("Approve case"), _("Approved the text of a case as the second person")),
    "practices.review_sent_back": (_("Send case back"), _("Sent the text of a case back")),
    "practices.review_stopped": (_("Stop case"), _("Stopped the work on a case")),
    "practices.case_taken_off": (_("Take case off"), _("Took a case off: something identifying may be left in it")),
    "practices.case_released": (_("Release case"), _("Released a case on a release day")),
}


PRACTICE_ACTIONS = {
    "practices.problem_answered": (_("Answer problem"), _("Named the practices that answer a problem")),
    "practices.adoption_changed": (_("Take up practice"), _("Said where an organisation stands with a practice")),
    "practices.adoption_removed": (
        _("Take adoption back"),
        _("Took back where an organisation stands with a practice"),
    ),
}


@hooks.register("register_log_actions")
def register_practice_actions(registry: LogActionRegistry) -> None:
    """What organisations do with practices."""
    for action, (label, message) in PRACTICE_ACTIONS.items():
        registry.register_action(action, label, message)


@hooks.register("register_log_actions")
def register_case_actions(registry: LogActionRegistry) -> None:
    """What happens to cases on their way to release."""
    for action, (label, message) in CASE_ACTIONS.items():
        registry.register_action(action, label, message)


@hooks.register("register_log_actions")
def register_report_actions(registry: LogActionRegistry) -> None:
    """What happens to reports, lanes and response logs."""
    for action, (label, message) in REPORT_ACTIONS.items():
        registry.register_action(action, label, message)

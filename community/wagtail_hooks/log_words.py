"""Words for what the audit log holds about people: an action, its name and its sentence."""

from django.utils.translation import gettext_lazy

SIGN_IN = {
    "community.sign_in": (gettext_lazy("Sign in"), gettext_lazy("Signed in to the hub")),
    "community.sign_out": (gettext_lazy("Sign out"), gettext_lazy("Signed out")),
    "community.sign_in_failed": (
        gettext_lazy("Failed sign-in"),
        gettext_lazy("Tried to sign in with a wrong address or password"),
    ),
    "community.exported_own_data": (
        gettext_lazy("Export of one's own data"),
        gettext_lazy("Downloaded the data about themselves"),
    ),
    "community.second_factor_failed": (
        gettext_lazy("Failed second factor"),
        gettext_lazy("Gave a wrong second factor"),
    ),
    "community.second_factor_added": (gettext_lazy("Add second factor"), gettext_lazy("Set up a second factor")),
    "community.second_factor_removed": (
        gettext_lazy("Remove second factor"),
        gettext_lazy("Removed a second factor"),
    ),
    "community.second_factor_reset": (
        gettext_lazy("Renew recovery codes"),
        gettext_lazy("Made new recovery codes"),
    ),
}

RECOVERY = {
    "community.sessions_ended": (gettext_lazy("End sessions"), gettext_lazy("Signed devices out")),
    "community.recovery_asked": (
        gettext_lazy("Report lost second factor"),
        gettext_lazy("Asked for a new start after a lost second factor"),
    ),
    "community.recovery_confirmed": (
        gettext_lazy("Confirm lost second factor"),
        gettext_lazy("Confirmed the request by mail; two people were asked"),
    ),
    "community.recovery_approved": (
        gettext_lazy("Recognise a person"),
        gettext_lazy("Made sure who it is and approved a new second factor"),
    ),
    "community.recovery_refused": (
        gettext_lazy("Refuse a new second factor"),
        gettext_lazy("Refused a new second factor"),
    ),
    "community.recovery_cancelled": (
        gettext_lazy("Stop a new second factor"),
        gettext_lazy("Stopped the request for a new second factor"),
    ),
    "community.recovery_reset": (
        gettext_lazy("Reset second factor"),
        gettext_lazy("Second factors and sessions removed after two approvals"),
    ),
    "community.recovery_done": (
        gettext_lazy("Finish a new second factor"),
        gettext_lazy("Set up a new second factor after the lost one"),
    ),
    "community.recovery_expired": (
        gettext_lazy("Let a request expire"),
        gettext_lazy("The request for a new second factor ran out of time"),
    ),
}

MARKS = {
    "community.mark_declared": (gettext_lazy("State a mark"), gettext_lazy("Stated the organisation's mark")),
    "community.mark_withdrawn": (gettext_lazy("Withdraw a mark"), gettext_lazy("Withdrew the organisation's mark")),
}

JOINING = {
    "community.application_submitted": (gettext_lazy("Apply to join"), gettext_lazy("Handed in an application")),
    "community.application_withdrawn": (
        gettext_lazy("Take the application back"),
        gettext_lazy("Took the application back"),
    ),
    "community.application_accepted": (gettext_lazy("Accept application"), gettext_lazy("Accepted the application")),
    "community.application_declined": (gettext_lazy("Decline application"), gettext_lazy("Declined the application")),
    "community.invited": (gettext_lazy("Invite"), gettext_lazy("Sent an invitation")),
    "community.invitation_used": (gettext_lazy("Use invitation"), gettext_lazy("Came in by an invitation")),
    "community.invitation_withdrawn": (gettext_lazy("Take invitation back"), gettext_lazy("Took an invitation back")),
    "community.consent_given": (gettext_lazy("Give consent"), gettext_lazy("Gave a consent")),
    "community.consent_withdrawn": (gettext_lazy("Take consent back"), gettext_lazy("Took a consent back")),
    "community.consent_document_published": (
        gettext_lazy("Publish document"),
        gettext_lazy("Published a new version of a document for consent"),
    ),
    "community.organisation_changed": (
        gettext_lazy("Change organisation"),
        gettext_lazy("Changed facts or names of the organisation"),
    ),
    "community.listing_changed": (
        gettext_lazy("Change directory entry"),
        gettext_lazy("Changed what the directory shows"),
    ),
    "community.responsible_named": (gettext_lazy("Name responsible"), gettext_lazy("Named somebody responsible")),
    "community.responsible_stood_down": (
        gettext_lazy("Stand down"),
        gettext_lazy("Somebody is no longer responsible"),
    ),
    "community.handed_over": (gettext_lazy("Hand over"), gettext_lazy("Handed the organisation over")),
    "community.in_trust": (gettext_lazy("Stand in"), gettext_lazy("The secretariat stands in for the organisation")),
    "community.left_organisation": (
        gettext_lazy("Leave organisation"),
        gettext_lazy("Somebody left the organisation"),
    ),
    "community.left": (gettext_lazy("Leave"), gettext_lazy("Left the hub")),
}

WORKING_GROUPS = {
    "community.working_group_opened": (gettext_lazy("Open working group"), gettext_lazy("Opened the working group")),
    "community.working_group_renamed": (
        gettext_lazy("Rename working group"),
        gettext_lazy("Changed names or aims of the working group"),
    ),
    "community.working_group_closed": (gettext_lazy("Close working group"), gettext_lazy("Closed the working group")),
    "community.working_group_join_asked": (gettext_lazy("Ask to take part"), gettext_lazy("Asked to take part")),
    "community.working_group_join_approved": (gettext_lazy("Let in"), gettext_lazy("Let somebody take part")),
    "community.working_group_join_declined": (
        gettext_lazy("Decline a participant"),
        gettext_lazy("Declined a request to take part"),
    ),
    "community.working_group_join_withdrawn": (
        gettext_lazy("Take the request back"),
        gettext_lazy("Took a request to take part back"),
    ),
    "community.working_group_left": (
        gettext_lazy("Leave working group"),
        gettext_lazy("Somebody no longer takes part"),
    ),
    "community.working_group_decision_recorded": (
        gettext_lazy("Write down a decision"),
        gettext_lazy("Wrote down a decision"),
    ),
    "community.working_group_decision_changed": (
        gettext_lazy("Change a decision"),
        gettext_lazy("Changed a decision"),
    ),
    "community.working_group_decision_deleted": (
        gettext_lazy("Delete the decision"),
        gettext_lazy("Took a decision off the list"),
    ),
    "community.working_group_document_added": (gettext_lazy("Hand in a paper"), gettext_lazy("Handed in a paper")),
    "community.working_group_document_deleted": (gettext_lazy("Delete a paper"), gettext_lazy("Deleted a paper")),
}

PLACES = {
    "community.facts_checked": (gettext_lazy("Check facts"), gettext_lazy("Looked over the facts of the page")),
    "community.problem_asked": (
        gettext_lazy("Ask for help with a problem"),
        gettext_lazy("Asked for help with a problem"),
    ),
    "community.problem_changed": (gettext_lazy("Change a problem"), gettext_lazy("Changed a problem")),
}

ALL_WORDS = {**SIGN_IN, **RECOVERY, **MARKS, **JOINING, **WORKING_GROUPS, **PLACES}

"""What the Wagtail admin knows about people and regions."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page

from community.adapters import refuse, refuse_non_member
from community.models import FourEyesTask, Region, Role, User, WorkingGroup
from community.queries import WHOLE_HUB_REPORTS, explorable_pages
from community.queries.working_groups import is_working_group_paper, may_open_document
from secunity.core.actions import record_access

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLAIN_ACTIONS = {
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

PLAIN_ACTIONS |= {
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
    "community.mark_declared": (gettext_lazy("State a mark"), gettext_lazy("Stated the organisation's mark")),
    "community.mark_withdrawn": (gettext_lazy("Withdraw a mark"), gettext_lazy("Withdrew the organisation's mark")),
}


PLAIN_ACTIONS |= {
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

PLAIN_ACTIONS |= {
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
    "community.facts_checked": (gettext_lazy("Check facts"), gettext_lazy("Looked over the facts of the page")),
    "community.problem_asked": (
        gettext_lazy("Ask for help with a problem"),
        gettext_lazy("Asked for help with a problem"),
    ),
    "community.problem_changed": (gettext_lazy("Change a problem"), gettext_lazy("Changed a problem")),
}


class DataFormatter(LogFormatter):
    """Puts what the entry holds into a sentence."""

    sentence: "StrOrPromise" = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The sentence with the entry's own words and numbers."""
        return str(self.sentence) % log_entry.data


class DeletionFormatter(DataFormatter):
    label = gettext_lazy("Deletion after a period")
    sentence = gettext_lazy("Deleted %(count)s rows (%(period)s) after %(days)s days")


class AuditExportFormatter(DataFormatter):
    label = gettext_lazy("Export of the audit log")
    sentence = gettext_lazy("Took %(rows)s entries of the audit log along: %(purpose)s")


class RoleFormatter(LogFormatter):
    """Says which role, and of which region or working group."""

    sentence: "StrOrPromise" = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The role and what it is for, in words."""
        region = Region.objects.filter(code=log_entry.data.get("region")).first()
        scope = region or WorkingGroup.objects.filter(code=log_entry.data.get("working_group")).first()
        role = f"{Role(log_entry.data['role']).label} {scope or ''}".strip()
        return str(self.sentence) % {"role": role}


class RoleGrantedFormatter(RoleFormatter):
    label = gettext_lazy("Grant role")
    sentence = gettext_lazy("Role granted: %(role)s")


class RoleRevokedFormatter(RoleFormatter):
    label = gettext_lazy("Revoke role")
    sentence = gettext_lazy("Role revoked: %(role)s")


class RoleProposedFormatter(RoleFormatter):
    label = gettext_lazy("Propose role")
    sentence = gettext_lazy("Role proposed: %(role)s")


class RoleDeclinedFormatter(RoleFormatter):
    label = gettext_lazy("Decline role")
    sentence = gettext_lazy("Proposed role declined: %(role)s")


class RoleWithdrawnFormatter(RoleFormatter):
    label = gettext_lazy("Take back proposal")
    sentence = gettext_lazy("Proposal taken back: %(role)s")


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Words for what the audit log holds about people."""
    for action, (label, message) in PLAIN_ACTIONS.items():
        registry.register_action(action, label, message)
    registry.register_action("community.role_granted")(RoleGrantedFormatter)
    registry.register_action("community.role_revoked")(RoleRevokedFormatter)
    registry.register_action("community.deleted_by_period")(DeletionFormatter)
    registry.register_action("community.exported_audit")(AuditExportFormatter)
    registry.register_action("community.role_proposed")(RoleProposedFormatter)
    registry.register_action("community.role_declined")(RoleDeclinedFormatter)
    registry.register_action("community.role_withdrawn")(RoleWithdrawnFormatter)


@hooks.register("before_edit_page")
def say_who_approves(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer who wrote part of a submitted text why there is no button to approve it."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, FourEyesTask):
        return
    if not task.locked_for_user(page, request.user) and task.is_author(page, request.user):
        messages.info(request, _("You wrote part of this text yourself: another reviewer of your region approves it."))


@hooks.register("construct_page_chooser_queryset")
def offer_public_and_own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """A link may go to what everybody sees and to what this person works on, not to another region's drafts."""
    if request.user.is_superuser:
        return pages
    return pages.filter(Q(live=True) | Q(pk__in=explorable_pages(request.user).values("pk")))


@hooks.register("construct_reports_menu")
def hide_reports_on_the_whole_hub(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Reports on every region's pages are for administrators."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if not item.url.startswith(WHOLE_HUB_REPORTS)]


@hooks.register("before_serve_document")
def keep_papers_among_participants(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Papers of a working group open for those who take part, with their second factor; nobody else."""
    if not is_working_group_paper(document):
        return None
    refused = refuse_non_member(request)
    if refused is None and not may_open_document(request.user, document):
        return refuse(request, _("This paper is for those who take part in the working group."))
    return refused


BY_TWO = gettext_lazy("Roles are given and taken on the page of roles, and people come by invitation.")


@hooks.register("before_create_user")
@hooks.register("before_delete_user")
@hooks.register("before_edit_user")
def keep_four_eyes_on_roles(request: HttpRequest, user: User | None = None) -> HttpResponse | None:
    """Two people give a role, people come by invitation and leave with their period: the admin goes round neither."""
    if user is not None and request.resolver_match and request.resolver_match.url_name == "edit":
        held = (user.is_superuser, {str(pk) for pk in user.groups.values_list("pk", flat=True)})
        if request.method != "POST":
            record_access(
                actor=cast(User, request.user), instance=user, data_class="P2", purpose="account in the admin"
            )
        if request.method != "POST" or held == ("is_superuser" in request.POST, set(request.POST.getlist("groups"))):
            return None
    return refuse(request, str(BY_TWO))


@hooks.register("before_bulk_action")
def keep_four_eyes_on_many(request: HttpRequest, action: str, _them: object, view: object) -> HttpResponse | None:
    """The same for many people at once."""
    if getattr(view, "model", None) is not User or action not in {"assign_role", "delete"}:
        return None
    return refuse(request, str(BY_TWO))

"""What the Wagtail admin knows about people and regions."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page

from community.models import FourEyesTask, Region, Role
from community.queries import WHOLE_HUB_REPORTS, explorable_pages

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLAIN_ACTIONS = {
    "community.sign_in": (gettext_lazy("Sign in"), gettext_lazy("Signed in")),
    "community.sign_out": (gettext_lazy("Sign out"), gettext_lazy("Signed out")),
    "community.sign_in_failed": (
        gettext_lazy("Failed sign-in"),
        gettext_lazy("Tried to sign in with a wrong address or password"),
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


class RoleFormatter(LogFormatter):
    """Says which role, and of which region."""

    sentence: "StrOrPromise" = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The role and its region in words."""
        region = Region.objects.filter(code=log_entry.data.get("region")).first()
        role = f"{Role(log_entry.data['role']).label} {region or ''}".strip()
        return str(self.sentence) % {"role": role}


class RoleGrantedFormatter(RoleFormatter):
    label = gettext_lazy("Grant role")
    sentence = gettext_lazy("Role granted: %(role)s")


class RoleRevokedFormatter(RoleFormatter):
    label = gettext_lazy("Revoke role")
    sentence = gettext_lazy("Role revoked: %(role)s")


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Words for what the audit log holds about people."""
    for action, (label, message) in PLAIN_ACTIONS.items():
        registry.register_action(action, label, message)
    registry.register_action("community.role_granted")(RoleGrantedFormatter)
    registry.register_action("community.role_revoked")(RoleRevokedFormatter)


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

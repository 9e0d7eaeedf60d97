"""How the audit log tells what happened to people, roles and data."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from community.models import Region, Role, WorkingGroup
from community.wagtail_hooks.log_words import ALL_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


class RoleLapsedFormatter(RoleFormatter):
    label = gettext_lazy("Let a proposal lapse")
    sentence = gettext_lazy("Proposal lapsed, nobody decided in time: %(role)s")


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Words for what the audit log holds about people."""
    for action, (label, message) in ALL_WORDS.items():
        registry.register_action(action, label, message)
    registry.register_action("community.role_granted")(RoleGrantedFormatter)
    registry.register_action("community.role_revoked")(RoleRevokedFormatter)
    registry.register_action("community.deleted_by_period")(DeletionFormatter)
    registry.register_action("community.exported_audit")(AuditExportFormatter)
    registry.register_action("community.role_proposed")(RoleProposedFormatter)
    registry.register_action("community.role_declined")(RoleDeclinedFormatter)
    registry.register_action("community.role_withdrawn")(RoleWithdrawnFormatter)
    registry.register_action("community.role_lapsed")(RoleLapsedFormatter)

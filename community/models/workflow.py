"""Four eyes: what one person wrote, another publishes."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogContext
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models.people import User

Action = tuple[str, str, bool]


class FourEyesRefusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An approval by somebody who wrote what they would approve; the message says so to the reader."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            _(
                "You wrote part of this text yourself, so another reviewer of your region approves it. "
                "What you wrote is saved as a draft."
            )
        )
        self.page = page


class FourEyesTask(AbstractGroupApprovalTask):
    """A step of a workflow that only a reviewer who wrote nothing of the text can approve."""

    class Meta:
        verbose_name = gettext_lazy("Check by a second person")
        verbose_name_plural = gettext_lazy("Checks by a second person")

    @classmethod
    def get_description(cls) -> str:
        """What it does, for whoever builds a workflow."""
        return _("A member of the chosen groups approves; nobody approves what they wrote themselves.")

    def get_actions(self, obj: Page, user: "User | AnonymousUser") -> list[Action]:
        """What `user` may do now: a reviewer who wrote part of the text may only send it back."""
        actions: list[Action] = super().get_actions(obj, user)
        if actions and self.is_author(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: "User | AnonymousUser", action_name: str, **kwargs: Any) -> None:
        """Do it, after asking again: the admin may have asked about another page, or before an edit."""
        page = task_state.workflow_state.content_object
        if not self.locked_for_user(page, user) and action_name == "approve" and self.is_author(page, user):
            raise FourEyesRefusal(page)
        if action_name not in {name for name, *_rest in self.get_actions(page, user)}:
            raise PermissionDenied
        if action_name == "approve":
            _approve(task_state, user, **kwargs)
        else:
            super().on_action(task_state, user, action_name, **kwargs)

    def is_author(self, obj: Page, user: "User | AnonymousUser") -> bool:
        """Whether `user` wrote any of what would become public: a revision since the one that is."""
        return obj.revisions.filter(pk__gt=obj.live_revision_id or 0, user=user.pk).exists()


@transaction.atomic
def _approve(task_state: TaskState, user: "User | AnonymousUser", **kwargs: Any) -> None:
    """Nobody of a region holds the right to publish, so that nothing goes round the second person: the approval is
    the permission. Wagtail asks nobody for a right when the workflow ends without a user; its log names them still.
    """
    with LogContext(user=user):
        task_state.approve(user=user, update=False, **kwargs)
        task_state.workflow_state.update()

"""The pages of working groups."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from community.blocks import ResourceListBlock
from community.models.working_groups import WorkingGroup
from secunity.core.models import BasePage, BodyPage

PUBLIC_DECISIONS = 20


class WorkingGroupIndexPage(BodyPage):
    """All working groups."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["community.WorkingGroupPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("List of working groups")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the groups' pages in the groups' order, those at work apart from those that have closed."""
        pages = WorkingGroupPage.objects.child_of(self).live().public()
        ordered = list(pages.select_related("working_group").order_by("working_group__order"))
        return super().get_context(request, *args, **kwargs) | {
            "pages": [page for page in ordered if page.working_group.is_open],
            "closed_pages": [page for page in ordered if not page.working_group.is_open],
        }


class WorkingGroupPage(BasePage):
    """A working group: what it is for, how it meets, and what was planned for it in 2020."""

    working_group = models.ForeignKey(
        WorkingGroup, on_delete=models.PROTECT, related_name="pages", verbose_name=_("working group")
    )
    intro = models.TextField(
        _("about the group"),
        blank=True,
        max_length=2000,
        help_text=_("What the group works on now and who may join."),
    )
    meeting_mode = models.CharField(
        _("how it meets"), max_length=160, blank=True, help_text=_("For example: online, every two months.")
    )
    resources = StreamField(
        ResourceListBlock(),
        blank=True,
        verbose_name=_("what it works with"),
        help_text=_("Measures, profiles of people, curricula and practices of cooperation that readers can use."),
    )
    history_title = models.CharField(_("heading of the history"), max_length=120, blank=True)
    history = models.TextField(
        _("history"),
        blank=True,
        help_text=_("What was planned or done earlier, word for word, with its source and date."),
    )

    parent_page_types: ClassVar[list[str]] = ["community.WorkingGroupIndexPage"]
    subpage_types: ClassVar[list[str]] = ["events.MeetingPage"]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("working_group"),
        FieldPanel("intro"),
        FieldPanel("meeting_mode"),
        FieldPanel("resources"),
        MultiFieldPanel([FieldPanel("history_title"), FieldPanel("history")], heading=_("History")),
    ]

    class Meta:
        verbose_name = _("Working group")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the names it had before, and what it decided in public."""
        group = self.working_group
        return super().get_context(request, *args, **kwargs) | {
            "earlier_names": list(group.earlier_names.all()),
            "decisions": list(group.decisions.filter(is_public=True)[:PUBLIC_DECISIONS]),
        }

"""What people of a region meet in the admin: their own pages, and who approves them."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Collection, Page

from community.models import FourEyesTask, Region, WorkingGroup
from community.queries import WHOLE_HUB_REPORTS, explorable_pages


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


@hooks.register("describe_collection_contents")
def keep_collections_in_use(collection: Collection) -> dict[str, Any] | None:
    """The collection of a region or working group is in use even while no file lies in it."""
    family = collection.get_descendants(inclusive=True)
    regions = Region.objects.filter(team__collection__in=family)
    users = [str(each) for each in [*regions, *WorkingGroup.objects.filter(collection__in=family)]]
    if not users:
        return None
    words = _("the files to come of %(whose)s") % {"whose": ", ".join(users)}
    return {"count": len(users), "count_text": words, "url": ""}

"""The start page of the editors' admin is the desk; a role meets only the menus it needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from community.views.reader import reader_of
from secunity.core.models.language import current_language
from secunity.home.queries import Desk, may_see_desk

# What organisers and reviewers work with; everything else in the menu is for administrators.
EDITORS_MENU = {"explorer", "images", "documents", "desk", "search"}


class DeskPanel(Component):
    """What waits for this person, on the first page of the admin."""

    name = "desk"
    order = 10
    template_name = "home/desk_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The desk of the person who looks."""
        user = reader_of(parent_context["request"])
        return {"desk": Desk(user, current_language())}


@hooks.register("construct_homepage_panels")
def show_desk(request: HttpRequest, panels: list[Component]) -> None:
    """The desk takes the place of Wagtail's own panels."""
    user = reader_of(request)
    panels[:] = [DeskPanel()] if may_see_desk(user) else []


@hooks.register("construct_homepage_summary_items")
def hide_counts(request: HttpRequest, items: list[Component]) -> None:
    """How many pages, pictures and documents there are helps nobody on."""
    items[:] = []


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    """The way to the desk of the hub itself."""
    return MenuItem(_("Desk"), reverse("home:desk"), name="desk", icon_name="clipboard-list", order=10)


@hooks.register("construct_main_menu")
def keep_to_the_role(request: HttpRequest, items: list[MenuItem]) -> None:
    """Editors see pages, pictures, documents and the desk."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in EDITORS_MENU]

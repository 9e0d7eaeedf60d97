"""An organiser of one region meets the pages of another only as any reader does."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page

from community.models import CommunityPage, RegionPage, RegionTeam, User
from tests.factories.community import community_page

HIDDEN = "まだ公開していない相談"
NAMING_NO_PAGE = {
    "add",
    "preview_on_add",
    "choose_parent",
    "type_use",
    "type_use_results",
    "search",
    "search_results",
}


@dataclass(frozen=True)
class Walls:
    """An organiser and a reviewer of Kinki before a draft that Kanto has sent to review."""

    theirs: CommunityPage
    own: CommunityPage
    clients: dict[str, Client]


@pytest.fixture
def walls(make_region: Callable[[str], RegionTeam], make_person: Callable[..., User], sign_in: Callable) -> Walls:
    make_region("kinki")
    make_region("kanto")
    pages = {
        code: community_page(RegionPage.objects.get(region=code, locale__language_code="ja"), title=title, live=False)
        for code, title in (("kanto", HIDDEN), ("kinki", "近畿の会"))
    }
    author = make_person("organiser", region="kanto")
    pages["kanto"].save_revision(user=author)
    pages["kanto"].get_workflow().start(pages["kanto"], author)
    clients = {role: sign_in(make_person(role, region="kinki")) for role in ("organiser", "reviewer")}
    return Walls(CommunityPage.objects.get(title=HIDDEN), pages["kinki"], clients)


def addresses(page: Page) -> dict[str, str]:
    """Every address of the admin that names one page, by its name."""
    state = page.current_workflow_task_state.pk
    extra = {
        "workflow_action": ["approve", state],
        "collect_workflow_action_data": ["approve", state],
        "workflow_preview": [page.current_workflow_task.pk],
        "revisions_view": [page.latest_revision_id],
        "revisions_revert": [page.latest_revision_id],
        "revisions_compare": [page.latest_revision_id, page.latest_revision_id],
        "revisions_unschedule": [page.latest_revision_id],
        "workflow_history_detail": [page.current_workflow_state.pk],
        "move_confirm": [page.get_parent().pk],
        "set_page_position": [],
    }
    names = _page_view_names()
    return {name: _reverse(name, [page.pk, *extra.get(name, [])]) for name in names} | {
        "add": reverse("wagtailadmin_pages:add", args=["community", "communitypage", page.get_parent().pk]),
        "preview_on_add": reverse(
            "wagtailadmin_pages:preview_on_add", args=["community", "communitypage", page.get_parent().pk]
        ),
        "explore_region": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    }


def _page_view_names() -> list[str]:
    resolver = get_resolver().namespace_dict["wagtailadmin_pages"][1]
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}
    return sorted(names - NAMING_NO_PAGE)


def _reverse(name: str, args: list[object]) -> str:
    try:
        return reverse(f"wagtailadmin_pages:{name}", args=args)
    except NoReverseMatch as error:
        raise AssertionError(f"{name}: {error}") from error


def is_refused(response: HttpResponse) -> bool:
    """Sent away or refused, and shown nothing of the hidden page."""
    shown = response.content.decode() if not response.streaming else ""
    return response.status_code in {302, 403, 404} and HIDDEN not in shown


@pytest.mark.parametrize("role", ["organiser", "reviewer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_address_refuses_the_other_region(walls: Walls, role: str, method: str) -> None:
    before = Page.objects.get(pk=walls.theirs.pk)
    opened = []
    for name, url in addresses(walls.theirs).items():
        response = getattr(walls.clients[role], method)(url)
        if not is_refused(response):
            opened.append((name, response.status_code))
    assert opened == []
    after = Page.objects.get(pk=walls.theirs.pk)
    assert (after.path, after.live, after.latest_revision_id) == (before.path, before.live, before.latest_revision_id)
    assert after.current_workflow_state.status == "in_progress"


def test_the_same_addresses_open_for_an_administrator(
    walls: Walls, make_person: Callable[..., User], sign_in: Callable
) -> None:
    """The walk above walks real addresses."""
    client = sign_in(make_person("administrator"))
    urls = addresses(walls.theirs)
    opened = [name for name, url in urls.items() if client.get(url).status_code == 200]
    assert {"edit", "history", "copy", "move", "delete", "add", "view_draft", "workflow_history"} <= set(opened)


def test_own_page_opens(walls: Walls) -> None:
    assert walls.clients["organiser"].get(reverse("wagtailadmin_pages:edit", args=[walls.own.pk])).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/choose-page/search/",
        "/admin/choose-page/{parent}/",
        "/admin/choose-page/",
        "/admin/api/main/pages/?fields=*",
        "/admin/api/main/pages/?child_of={parent}",
        "/admin/reports/site-history/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/reports/aging-pages/",
        "/admin/reports/locked/",
        "/admin/reports/page-types-usage/",
        "/admin/reports/page-types-usage/results/",
        "/admin/pages/usage/community/communitypage/",
        "/admin/pages/create/community/communitypage",
        "/admin/localize/reports/translations/",
    ],
)
def test_lists_do_not_name_the_drafts_of_another_region(walls: Walls, address: str) -> None:
    url = address.format(parent=walls.theirs.get_parent().pk)
    for client in walls.clients.values():
        response = client.get(url)
        assert HIDDEN not in response.content.decode()


def test_admin_api_does_not_give_a_page_of_another_region(walls: Walls) -> None:
    for client in walls.clients.values():
        assert client.get(f"/admin/api/main/pages/{walls.theirs.pk}/").status_code == 404


def test_own_page_cannot_be_moved_or_copied_into_another_region(walls: Walls) -> None:
    client, target = walls.clients["organiser"], walls.theirs.get_parent()
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[walls.own.pk, target.pk]))
    copy = {
        "new_title": "写し",
        "new_slug": "copy",
        "new_parent_page": target.pk,
        "copy_subpages": "",
        "alias": "",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[walls.own.pk]), copy)
    assert [page.pk for page in target.get_children()] == [walls.theirs.pk]


def test_files_of_another_region_are_not_offered(walls: Walls) -> None:
    kanto = RegionTeam.objects.get(region="kanto").collection
    listing = walls.clients["organiser"].get("/admin/images/")
    assert kanto.name not in listing.content.decode()


def test_bulk_actions_refuse_pages_of_another_region(walls: Walls) -> None:
    for action in ("delete", "move", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        walls.clients["organiser"].post(f"{url}?id={walls.theirs.pk}&next=/admin/", {"move_applicable": "1"})
    page = Page.objects.get(pk=walls.theirs.pk)
    assert not page.live
    assert page.get_parent() == walls.theirs.get_parent()

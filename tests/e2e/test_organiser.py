"""An organiser writes a practice; a second person of the region publishes it; it is found at once."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
TITLE = "商店会の復元あみだくじ訓練"
UNMARKED = "商店会の復元"  # what is left of the title beside the marked word
SUMMARY = "くじで当たった店が、その日に復元してみます。"
ACTIONS = ("", "edit/", "copy/", "move/", "delete/", "unpublish/", "history/", "view_draft/", "add_subpage/")


def write_practice(page: Page, title: str = TITLE) -> str:
    """From the member's own page to a saved draft; returns the page's id."""
    page.locator("main a[href*='/add_subpage/']").first.click()
    page.locator("main a").filter(has_text="プラクティス").first.click()
    page.locator("#id_title").fill(title)
    summary = page.locator("[contenteditable=true]").first
    summary.click()
    summary.press_sequentially(SUMMARY)
    expect(page.locator("[name=summary]")).to_have_value(re.compile(SUMMARY))
    page.locator("footer button.action-save").click()
    page.wait_for_url("**/edit/**")
    return page.url.split("/pages/")[1].split("/")[0]


def press_in_footer(page: Page, button: str) -> None:
    """Open the menu beside the footer's button and press one of its buttons."""
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator(f"footer {button}").first.click()


def test_practice_goes_from_draft_to_search_with_four_eyes(open_context: Open, sign_in: SignIn) -> None:
    visitor = open_context().request
    writer = sign_in(open_context(), "organiser")
    page_id = write_practice(writer)

    preview = writer.request.get(f"/admin/pages/{page_id}/view_draft/")
    assert SUMMARY in preview.text()

    press_in_footer(writer, "[name=action-submit]")
    expect(writer.locator(".messages")).to_contain_text(TITLE)
    assert TITLE not in visitor.get("/regions/kinki/").text()

    reviewer = sign_in(open_context(), "reviewer")
    reviewer.goto(f"/admin/pages/{page_id}/edit/")
    press_in_footer(reviewer, "[data-workflow-action-name=approve]")
    expect(reviewer.locator(".messages")).to_contain_text(TITLE)

    deadline = time.monotonic() + 10
    while UNMARKED not in visitor.get("/practices/?q=あみだくじ").text():
        assert time.monotonic() < deadline, "not found"
    assert TITLE in visitor.get("/regions/kinki/").text()


def test_writer_is_not_offered_approval_of_own_text(open_context: Open, sign_in: SignIn) -> None:
    writer = sign_in(open_context(), "organiser")
    page_id = write_practice(writer, "二つ目の訓練")
    press_in_footer(writer, "[name=action-submit]")
    writer.goto(f"/admin/pages/{page_id}/edit/")
    assert writer.locator("[data-workflow-action-name=approve]").count() == 0
    assert writer.locator("[name=action-publish]").count() == 0


def test_organiser_cannot_open_the_other_region(open_context: Open, sign_in: SignIn) -> None:
    own = sign_in(open_context(), "organiser")
    address = own.locator("main a[href*='/add_subpage/']").first.get_attribute("href") or ""
    region_id = address.split("/pages/")[1].split("/")[0]

    other = sign_in(open_context(), "organiser2").request
    assert own.request.get(f"/admin/pages/{region_id}/edit/").status == 200
    for action in ACTIONS:
        answer = other.get(f"/admin/pages/{region_id}/{action}", max_redirects=0)
        assert answer.status in (302, 403, 404), (action, answer.status)

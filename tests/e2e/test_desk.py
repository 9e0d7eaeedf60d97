"""Those with an office at their desk, on a phone and at a table: every page of theirs is accessible and fits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_axe import PREFIX, Eyes

pytestmark = pytest.mark.e2e

ORGANISER = (
    "/members/desk/",
    "/members/",
    "/members/applications/",
    "/members/directory/",
    "/members/organisations/",
    "/members/profile/",
    "/members/consents/",
    "/members/my-data/",
    "/members/places/",
    "/members/people/security/",
    "/members/people/recovery/",
    "/members/roles/",
    "/members/working-groups/",
    "/members/working-groups/secunity/",
    "/members/reports/",
    "/members/reports/new/",
    "/members/responses/",
    "/members/responses/figures/",
)
REVIEWER = ("/members/desk/", "/members/reviews/")
ADMINISTRATOR = ("/members/desk/", "/members/rights/", "/members/audit/")


@pytest.mark.parametrize(
    ("role", "paths"),
    [("organiser", ORGANISER), ("reviewer", REVIEWER), ("admin", ADMINISTRATOR)],
    ids=["organiser", "reviewer", "administrator"],
)
def test_pages_of_offices_are_accessible_and_fit(
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, str], Page],
    role: str,
    paths: tuple[str, ...],
) -> None:
    eyes = Eyes(sign_in(open_context("phone"), role))
    for number, path in enumerate(paths):
        eyes.look_at(list(PREFIX.values())[number % 2] + path)

    assert eyes.problems == []


def test_organiser_reaches_what_waits_with_the_keyboard_on_a_phone(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context("phone"), "organiser")
    page.goto("/members/")
    page.get_by_role("link", name="運営デスクを開く").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/desk/")
    expect(page.locator("h1")).to_have_text("運営デスク")
    first = page.locator("main .entries a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/members/desk/"))
    expect(page.locator("h1")).to_have_count(1)

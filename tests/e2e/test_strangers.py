"""What a stranger, and somebody with the password alone, may not reach."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

import secunity.home

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
MEETINGS = Path(secunity.home.__file__).parent / "content" / "demo" / "meetings.json"
CLOSED = ["/members/", "/admin/", "/admin/pages/", "/rooms/nosuchroom99/", "/rooms/nosuchroom99/log"]
PUBLIC = [
    "/",
    "/en/",
    "/events/",
    "/en/events/",
    "/events/calendar.ics",
    "/api/v1/meetings?size=100",
    "/sitemap.xml",
    "/working-groups/sme/",
]


@pytest.mark.parametrize("path", CLOSED)
def test_stranger_is_asked_to_sign_in(open_context: Open, path: str) -> None:
    page = open_context().new_page()
    page.goto(path)
    assert "/accounts/login/" in page.url
    expect(page.locator("main [name=password]")).to_be_visible()


def test_password_alone_opens_nothing(open_context: Open, accounts: dict[str, dict[str, str]]) -> None:
    page = open_context().new_page()
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(accounts["visitor"]["email"])
    page.locator("main [name=password]").fill(accounts["visitor"]["password"])
    page.locator("main [name=password]").press("Enter")
    expect(page.locator("main [name=code]")).to_be_visible()
    for path in CLOSED:
        page.goto(path)
        assert "/accounts/" in page.url, path


@pytest.mark.parametrize("path", PUBLIC)
def test_members_only_meeting_is_nowhere_in_public(open_context: Open, path: str) -> None:
    meetings = json.loads(MEETINGS.read_text(encoding="utf-8"))
    titles = [meeting[lang]["title"] for meeting in meetings for lang in ("ja", "en") if not meeting["is_public"]]
    text = open_context().request.get(path).text()

    assert titles
    assert not [title for title in titles if title in text]

"""Two phones and an organiser: registration, approval, the waiting list that moves up, and a calendar of one's own."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
MEETING = "/regions/kinki/m13/"
ONE_PLACE = "from events.models import MeetingPage as M; M.objects.filter(slug='m13').update(capacity=1)"


def check(page: Page) -> None:
    """Accessible, and no wider than the phone or desktop it is on."""
    problems = [each["id"] for each in Axe().run(page).response["violations"]]
    assert problems == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def register(page: Page) -> None:
    page.goto(MEETING)
    check(page)
    page.get_by_role("link", name="参加を申し込む").click()
    check(page)
    page.get_by_role("button", name="参加を申し込む").click()
    expect(page.locator("main")).to_contain_text("回答待ち")


def test_registration_from_two_phones_to_a_moved_up_place(hub: ServedHub, open_context: Open, sign_in: SignIn) -> None:
    hub.run("shell", "-c", ONE_PLACE)
    stranger = open_context("phone").new_page()
    stranger.goto(MEETING)
    expect(stranger.get_by_role("link", name="サインインして申し込む")).to_be_visible()

    first, second = sign_in(open_context("phone"), "member"), sign_in(open_context("phone"), "member2")
    register(first)
    register(second)

    organiser = sign_in(open_context(), "organiser")
    organiser.goto(MEETING)
    organiser.get_by_role("link", name="会議の管理").click()
    check(organiser)
    for expected in ("席を確保しました", "キャンセル待ち"):
        organiser.get_by_role("button", name="参加を認める").first.click()
        expect(organiser.locator("main, .messages").first).to_be_visible()
        expect(organiser.locator("body")).to_contain_text(expected)

    first.reload()
    expect(first.locator("main")).to_contain_text("参加決定")
    second.reload()
    expect(second.locator("main")).to_contain_text("キャンセル待ち")

    first.get_by_role("button", name="申込みを取り消す").click()
    expect(first.locator("body")).to_contain_text("申込みを取り消しました")
    second.reload()
    expect(second.locator("main")).to_contain_text("参加決定")

    second.goto("/events/mine/")
    second.get_by_role("button", name="アドレスを作る").click()
    check(second)
    address = second.locator("main code").inner_text()
    assert "BEGIN:VEVENT" in stranger.request.get(address).text()

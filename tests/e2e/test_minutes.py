"""Two people write the minutes at once: nobody's words are lost, with script and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.rooms import act, enter_room

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]


def test_two_writers_see_both_texts(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context("phone"), "admin")
    page.goto("/events/")
    page.locator("main .meeting-row a").filter(has_text="定例").first.click()
    page.locator("main a[href*='/members/minutes/']").first.click()
    page.locator("#new-text").fill("訓練を秋に行う。")
    page.get_by_role("button", name="行を追加する").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[data-line-form] textarea").fill("訓練を春に行う。")
    other.locator("[data-line-form]").get_by_role("button", name="行を保存する").click()
    expect(other.locator(".minutes-state")).to_contain_text("保存済み")
    page.locator("[data-line-form] textarea").fill("訓練を冬に行う。")
    page.locator("[data-line-form]").get_by_role("button", name="行を保存する").click()
    expect(page.locator(".minutes-theirs")).to_contain_text("訓練を春に行う。")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("[data-line-form]").get_by_role("button", name="行を保存する").click()
    expect(page.locator(".minutes-state")).to_contain_text("保存済み")
    page.reload()
    expect(page.locator("[data-line-form] textarea")).to_have_value("訓練を冬に行う。")
    _move_by_keyboard(page)


def test_message_becomes_a_line_that_everybody_in_the_room_reads(open_context: Open, sign_in: SignIn) -> None:
    keeper, member = sign_in(open_context(), "admin"), sign_in(open_context("phone"), "member")
    enter_room(keeper)
    enter_room(member)
    member.locator("#body").fill("棚卸しを毎月行います。")
    member.locator("#body").press("Enter")
    line = keeper.locator("#lines .line").filter(has_text="棚卸しを毎月")
    act(line, "議事録へ")
    expect(keeper.locator("[data-lines]")).to_contain_text("棚卸しを毎月行います。")
    expect(member.locator("[data-lines]")).to_contain_text("棚卸しを毎月行います。")
    own = member.locator("#lines .line").filter(has_text="棚卸しを毎月")
    own.locator(".line-more").click()
    expect(own.get_by_role("button", name="返信する")).to_be_visible()
    assert member.get_by_role("button", name="議事録へ").count() == 0
    member.locator("#body").fill("/action 一覧を作る")
    member.locator("#body").press("Enter")
    expect(keeper.locator("[data-lines]")).to_contain_text("一覧を作る")
    for page in (keeper, member):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not Axe().run(page).response["violations"]


def _move_by_keyboard(page: Page) -> None:
    """A second line goes above the first; what is typed there and not saved yet stays, and so does the focus."""
    page.locator("#new-text").fill("記録を残す。")
    page.get_by_role("button", name="行を追加する").click()
    words = page.locator("[data-line-form] textarea")
    words.nth(0).fill("書きかけの文")
    page.get_by_role("button", name="行を上へ").press("Enter")
    expect(words.nth(0)).to_have_value("記録を残す。")
    expect(words.nth(1)).to_have_value("書きかけの文")
    expect(page.get_by_role("button", name="行を下へ")).to_be_focused()
    assert not Axe().run(page).response["violations"]
    page.reload()
    expect(words.nth(0)).to_have_value("記録を残す。")

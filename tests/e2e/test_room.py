"""Two members talk; one of them loses the connection and has every message exactly once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.rooms import enter_room, say, times_shown

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]


def test_two_members_talk_and_nothing_is_lost_or_doubled(open_context: Open, sign_in: SignIn) -> None:
    first_context, second_context = open_context(), open_context("phone")
    first, second = sign_in(first_context, "member"), sign_in(second_context, "member2")
    enter_room(first)
    enter_room(second)

    say(first, "聞こえますか")
    expect(second.locator("#lines")).to_contain_text("聞こえますか")
    say(second, "はい、よく聞こえます")
    expect(first.locator("#lines")).to_contain_text("はい、よく聞こえます")

    second_context.set_offline(True)
    for number in range(3):
        say(first, f"不在の間の話 {number}")
    expect(first.locator("#lines")).to_contain_text("不在の間の話 2")
    say(second, "圏外で書きました")
    expect(second.locator("#pending")).to_contain_text("圏外で書きました")

    second_context.set_offline(False)
    second.reload()

    expect(second.locator("#lines")).to_contain_text("不在の間の話 2", timeout=30_000)
    expect(second.locator("#lines")).to_contain_text("圏外で書きました", timeout=30_000)
    expect(first.locator("#lines")).to_contain_text("圏外で書きました", timeout=30_000)
    for words in ("聞こえますか", "不在の間の話 0", "不在の間の話 1", "不在の間の話 2", "圏外で書きました"):
        assert times_shown(first, words) == times_shown(second, words) == 1, words


def test_enter_while_composing_japanese_sends_nothing(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context(), "reviewer")
    enter_room(page)
    page.locator("#body").fill("へんかんちゅう")
    page.locator("#body").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.locator("#body").dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    assert page.locator("#body").input_value() == "へんかんちゅう"
    assert times_shown(page, "へんかんちゅう") == 0


def test_room_reads_without_script(open_context: Open, sign_in: SignIn) -> None:
    context = open_context()
    page = sign_in(context, "organiser")
    enter_room(page)
    address = page.url
    reading = open_context(java_script_enabled=False, storage_state=context.storage_state()).new_page()
    reading.goto(address)
    expect(reading.locator("[role=log] .line-body").first).to_be_visible()
    expect(reading.locator("noscript .notice")).to_be_visible()
    expect(reading.locator("#composer:visible, #jump:visible, #pending:visible, .line-more")).to_have_count(0)
    expect(reading.locator("#room-tlp")).to_contain_text("TLP:")
    for name in ("質問", "投票"):
        reading.goto(address)
        reading.locator(".room-pane a").filter(has_text=name).first.click()
        expect(reading.locator("h1")).to_contain_text(name)
    reading.get_by_role("link", name="記録", exact=True).click()
    expect(reading.locator(".line-body").first).to_be_visible()


def test_html_in_a_message_stays_words(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context(), "admin")
    enter_room(page)
    say(page, "<img src=x onerror=alert(1)> と書きました")
    expect(page.locator("#lines")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#lines img").count() == 0

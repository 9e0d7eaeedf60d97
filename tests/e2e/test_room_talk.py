"""Everything one does with a message: reply, mention, react, edit, remove, label, copy; by thumb and by keyboard."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.rooms import act, enter_room, line_with, say

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
# A keyboard that lies over the page, as on an iPhone: only the visual viewport tells of it.
KEYBOARD = """(height) => {
  Object.defineProperty(visualViewport, "height", { configurable: true, get: () => height });
  visualViewport.dispatchEvent(new Event("resize"));
}"""
SIGNS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def two(open_context: Open, sign_in: SignIn) -> tuple[Page, Page]:
    """A member at a desk and a moderator with a phone, both in the room."""
    desk, phone = sign_in(open_context(), "member"), sign_in(open_context("phone"), "admin")
    for page in (desk, phone):
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        enter_room(page)
        expect(page.locator("#present")).to_contain_text("人が参加中")
        page.locator("#jump").evaluate("button => button.click()")
    return desk, phone


def test_reply_quotes_and_forgets_what_is_removed(two: tuple[Page, Page]) -> None:
    desk, phone = two
    say(desk, f"点検の話です {SIGNS}")
    act(line_with(phone, "点検の話です"), "返信する")
    expect(phone.locator("#editing-words")).to_contain_text("点検の話です")
    say(phone, "賛成します")
    reply = line_with(desk, "賛成します")
    expect(reply.locator(".line-reply")).to_contain_text("点検の話です <img")
    reply.locator(".line-reply a").click()
    assert desk.evaluate("location.hash") == f"#{line_with(desk, '点検の話です').get_attribute('id')}"

    act(line_with(phone, "点検の話です"), "削除する")
    target = phone.locator(".line-actions input")
    target.fill("社名があったため")
    target.press("Enter")
    expect(desk.locator("#lines")).to_contain_text("進行役がこの発言を削除しました。理由：社名があったため")
    expect(reply.locator(".line-reply")).not_to_contain_text("点検の話")
    assert desk.locator("#lines img, #lines script").count() == 0


def test_edit_keeps_what_was_being_written(two: tuple[Page, Page]) -> None:
    desk, phone = two
    say(desk, "**三日**に集まります")
    own = line_with(desk, "三日に集まります")
    expect(own.locator("strong")).to_have_text("三日")
    desk.locator("#body").fill("書きかけ")
    act(own, "編集する")
    expect(desk.locator("#body")).to_have_value("**三日**に集まります")
    desk.keyboard.press("Escape")
    expect(desk.locator("#body")).to_have_value("書きかけ")
    act(own, "編集する")
    say(desk, "四日に集まります")
    expect(phone.locator("#lines")).to_contain_text("四日に集まります")
    expect(line_with(phone, "四日に集まります").locator(".line-mark")).to_have_text("編集済み")
    expect(desk.locator("#body")).to_have_value("書きかけ")
    line_with(phone, "四日に集まります").locator(".line-more").click()
    assert phone.get_by_role("button", name="編集する").count() == 0


def test_mention_is_offered_chosen_by_keyboard_and_shown_to_whom_it_names(two: tuple[Page, Page]) -> None:
    desk, phone = two
    name = phone.locator("#room").get_attribute("data-name")
    expect(desk.locator("#present")).to_contain_text("2人")
    desk.locator("#body").press_sequentially("確認を @")
    expect(desk.locator("[role=option]")).to_have_count(1)
    expect(phone.locator("#typing")).to_contain_text("入力中")
    desk.locator("#body").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(desk.locator("#mention-list")).to_be_visible()
    desk.locator("#body").press("Enter")
    expect(desk.locator("#body")).to_have_value(f"確認を @{name} ")
    desk.locator("#body").press("Enter")
    expect(line_with(phone, "確認を @").locator(".line-mark")).to_have_text("あなた宛て")
    assert "line-to-me" not in str(line_with(desk, "確認を @").get_attribute("class"))


def test_reaction_is_counted_and_taken_back(two: tuple[Page, Page]) -> None:
    desk, phone = two
    say(desk, "資料を置きました")
    act(line_with(phone, "資料を置きました"), "反応する")
    phone.get_by_role("button", name="👍").click()
    shown = line_with(desk, "資料を置きました").locator(".line-reactions button")
    expect(shown).to_have_text("👍 1")
    shown.click()
    expect(shown).to_have_text("👍 2")
    expect(shown).to_have_attribute("aria-pressed", "true")
    line_with(phone, "資料を置きました").locator(".line-reactions button").click()
    expect(shown).to_have_text("👍 1")


def test_label_of_room_and_line_and_what_may_be_copied(two: tuple[Page, Page]) -> None:
    desk, phone = two
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    say(desk, "持ち出してよい話")
    act(line_with(desk, "持ち出してよい話"), "コピーする")
    expect(desk.locator("#announcer")).to_have_text("コピーしました")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert "持ち出してよい話" in copied
    assert "TLP:GREEN" in copied
    desk.locator("#message-tlp").select_option("RED")
    say(desk, "ここだけの話")
    secret = line_with(phone, "ここだけの話")
    expect(secret.locator(".line-tlp")).to_have_text("TLP:RED")
    expect(desk.locator("#message-tlp")).to_have_value("")
    desk.evaluate("navigator.clipboard.writeText('前のまま')")
    line_with(desk, "ここだけの話").locator(".line-body").select_text()
    desk.keyboard.press("Control+c")
    expect(desk.locator("#announcer")).to_contain_text("持ち出せません")
    assert desk.evaluate("navigator.clipboard.readText()") == "前のまま"
    phone.locator(".room-tools summary").click()
    phone.locator("#tlp-choice").select_option("AMBER")
    phone.get_by_role("button", name="共有範囲を変更する").click()
    expect(desk.locator("#room-tlp")).to_contain_text("TLP:AMBER")
    expect(desk.locator(".line-note").last).to_contain_text("TLP:AMBER")
    expect(line_with(desk, "持ち出してよい話").locator(".line-tlp")).to_have_text("TLP:GREEN")


def test_keyboard_alone_is_enough(two: tuple[Page, Page]) -> None:
    desk, _phone = two
    say(desk, "鍵盤だけで書きました")
    expect(line_with(desk, "鍵盤だけで書きました")).to_be_visible()
    desk.keyboard.press("ArrowUp")
    expect(line_with(desk, "鍵盤だけで書きました")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    for _ in range(3):
        desk.keyboard.press("Tab")
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Escape")
    expect(line_with(desk, "鍵盤だけで書きました")).to_be_focused()
    expect(desk.locator(".line-actions")).to_have_count(0)
    desk.keyboard.press("Escape")
    expect(desk.locator("#body")).to_be_focused()
    assert desk.locator("#lines [tabindex='0']").count() == 1


def test_tabs_keep_the_place_and_count_what_is_new(two: tuple[Page, Page]) -> None:
    desk, phone = two
    place = phone.evaluate("scrollY")
    phone.locator("[data-tab=questions]").click()
    expect(phone.locator("#pane-talk")).to_be_hidden()
    expect(phone.locator("#pane-questions a")).to_have_attribute("href", re.compile(r"/rooms/\w+/questions$"))
    phone.locator("[data-tab=people]").click()
    expect(phone.locator("#people-list li")).to_have_count(2)
    expect(phone.locator("#people-list")).to_contain_text(desk.locator("#room").get_attribute("data-name") or "?")
    say(desk, "質問を見ている間の発言")
    expect(phone.locator("[data-tab=talk] .room-badge")).to_have_text("1")
    phone.locator("[data-tab=talk]").click()
    assert abs(phone.evaluate("scrollY") - place) < 2
    for page in (desk, phone):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        line_with(page, "質問を見ている間の発言").locator(".line-more").click()
        assert Axe().run(page).response["violations"] == []
    expect(desk.locator("#pane-talk")).to_be_visible()
    expect(desk.locator("#pane-questions")).to_be_visible()


def test_field_is_one_row_and_stands_on_the_keyboard(two: tuple[Page, Page]) -> None:
    _desk, phone = two
    label = phone.locator("#message-tlp")
    toggle = phone.locator(".composer-tlp summary")
    expect(label).to_be_hidden()
    row, foot = phone.locator(".composer-row").bounding_box(), phone.locator(".composer-foot").bounding_box()
    assert row
    assert foot
    assert row["height"] <= 64
    assert foot["height"] <= 32
    toggle.click()
    label.select_option("RED")
    expect(toggle).to_contain_text("TLP:RED")
    say(phone, "電話からの内緒の話")
    expect(line_with(phone, "電話からの内緒の話").locator(".line-tlp")).to_have_text("TLP:RED")
    expect(toggle).not_to_contain_text("RED")
    expect(label).to_be_hidden()

    phone.evaluate(KEYBOARD, 420)
    dock = phone.locator("#dock").bounding_box()
    assert dock
    assert abs(dock["y"] + dock["height"] - 420) <= 1
    expect(phone.locator(".room-tabs")).to_be_hidden()
    expect(line_with(phone, "電話からの内緒の話").locator(".line-body")).to_be_visible()
    phone.evaluate(KEYBOARD, 800)
    expect(phone.locator(".room-tabs")).to_be_visible()

"""Weak networks and busy rooms: nothing is lost with a tab, a minute or a bad entry; nothing moves what one reads."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.rooms import enter_room, line_with, say, times_shown

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
MINUTE_MS = 60_000
# As Chrome's developer tools have it: bytes a second, milliseconds.
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PUT = """async ([body, cid, fields]) => {
  const room = document.getElementById("room").dataset;
  const open = indexedDB.open("secunity-room", 1);
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result) });
  const writing = database.transaction("outbox", "readwrite");
  writing.objectStore("outbox").put({
    cid, owner: `${room.room}:${room.me}`, kind: "message", body, written: Date.now(), ...fields,
  });
  await new Promise((done) => { writing.oncomplete = done });
}"""

# What a screen reader would say: whatever comes where a live region is on.
HEAR = """() => {
  const implied = { log: "polite", status: "polite", alert: "assertive" };
  const isOff = (node) => {
    for (let at = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement; at; at = at.parentElement) {
      const live = at.getAttribute("aria-live") ?? implied[at.getAttribute("role")];
      if (live) return live === "off";
    }
    return true;
  };
  window.heard = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.isConnected && !isOff(node) && node.textContent.trim()) window.heard.push(node.textContent.trim());
  }).observe(document.body, { childList: true, subtree: true });
}"""

STATES = """() => {
  const place = document.getElementById("composer-state");
  window.states = [];
  new MutationObserver(() => window.states.push(place.textContent)).observe(place, { childList: true });
}"""
SENT = """() => performance.getEntriesByType("resource").filter(({ name }) => /events\\/room\\/.*js$/.test(name))
  .map(({ name, transferSize, encodedBodySize }) => [name, transferSize, encodedBodySize])"""


def wait_until(page: Page, holds: str) -> None:
    """Wait until an expression is true; the pages forbid Playwright's own way, which compiles it in the page."""
    for _ in range(150):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {holds}: {page.evaluate('window.heard')}")


def test_message_of_a_closed_tab_is_sent_once(open_context: Open, sign_in: SignIn) -> None:
    context = open_context("phone")
    page, other = sign_in(context, "member2"), sign_in(open_context(), "member")
    enter_room(page)
    enter_room(other)
    address = page.url
    context.set_offline(True)
    expect(page.locator("#composer-state")).to_contain_text("再接続中")
    say(page, "閉じる前に書きました")
    expect(page.locator("#pending")).to_contain_text("閉じる前に書きました")
    expect(page.locator("#composer-state")).to_contain_text("1件")
    page.close()
    context.set_offline(False)

    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(address)
    for tab in (*tabs, other):
        expect(tab.locator("#lines")).to_contain_text("閉じる前に書きました")
        expect(tab.locator("#pending")).to_be_hidden()
    tabs[0].reload()
    for tab in (*tabs, other):
        assert times_shown(tab, "閉じる前に書きました") == 1
    expect(tabs[0].locator("#body")).to_have_value("")


def test_minute_without_network(open_context: Open, sign_in: SignIn) -> None:
    context = open_context("phone")
    page, other = sign_in(context, "member2"), sign_in(open_context(), "member")
    page.clock.install()
    enter_room(page)
    enter_room(other)
    expect(page.locator("#composer-state")).to_contain_text("接続済み")
    context.set_offline(True)
    say(page, "機内で一つ目")
    for number in range(3):
        say(other, f"地上の話 {number}")
    page.clock.run_for(MINUTE_MS)
    say(page, "機内で二つ目")
    expect(page.locator("#composer-state")).to_contain_text("再接続中")
    assert times_shown(page, "地上の話 2") == 0

    context.set_offline(False)
    expect(page.locator("#lines")).to_contain_text("地上の話 2", timeout=30_000)
    expect(other.locator("#lines")).to_contain_text("機内で二つ目", timeout=30_000)
    expect(page.locator("#composer-state")).to_contain_text("保存済み")
    for each in (page, other):
        shown = each.locator("#lines .line-body").all_inner_texts()
        flown = [words for words in shown if words.startswith(("機内", "地上"))]
        assert flown == ["地上の話 0", "地上の話 1", "地上の話 2", "機内で一つ目", "機内で二つ目"]


def test_new_messages_move_nothing_and_are_counted(open_context: Open, sign_in: SignIn) -> None:
    reader, other = sign_in(open_context("phone"), "member2"), sign_in(open_context(), "member")
    enter_room(reader)
    enter_room(other)
    reader.evaluate("scrollBy(0, -700)")
    middle = reader.evaluate("document.elementFromPoint(180, 300).closest('.line').id")
    where = f"document.getElementById('{middle}').getBoundingClientRect().top"
    before = reader.evaluate(where)
    for number in range(8):
        say(other, f"読んでいる間の話 {number}")
    expect(reader.locator("#lines")).to_contain_text("読んでいる間の話 7")
    assert reader.evaluate(where) == before
    expect(reader.locator("#jump")).to_have_text("未読8件 ↓")
    expect(reader.locator("#composer-state")).to_have_text("未読8件")
    expect(line_with(reader, "読んでいる間の話 0").locator(".line-divider")).to_have_text("ここから未読")

    assert reader.locator("#log").get_attribute("role") == "log"
    assert reader.locator("#log").get_attribute("aria-live") == "off"
    expect(reader.locator("#announcer")).to_contain_text("新しい発言が", timeout=10_000)
    reader.locator("#jump").click()
    expect(reader.locator("#jump")).to_be_hidden()
    expect(line_with(reader, "読んでいる間の話 7")).to_be_in_viewport()


def test_page_opens_where_the_unread_begins(open_context: Open, sign_in: SignIn) -> None:
    context = open_context("phone")
    reader, other = sign_in(context, "member2"), sign_in(open_context(), "member")
    enter_room(reader)
    address = reader.url
    enter_room(other)
    say(other, "ここまで読みました")
    expect(reader.locator("#lines")).to_contain_text("ここまで読みました")
    with reader.expect_response("**/read") as told:
        reader.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert told.value.status == 204
    reader.goto("/members/")
    for number in range(12):
        say(other, f"留守の間の話 {number}\n二行目")
        expect(other.locator("#composer-state")).to_contain_text("保存済み")

    reader.goto(address)
    expect(line_with(reader, "留守の間の話 0").locator(".line-divider")).to_be_in_viewport()
    expect(reader.locator("#jump")).to_contain_text("未読")
    reader.locator("#jump").click()
    expect(line_with(reader, "留守の間の話 11")).to_be_in_viewport()
    expect(reader.locator("#jump")).to_be_hidden()


def test_entry_that_is_no_frame_comes_back_into_the_field(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context(), "organiser")
    enter_room(page)
    page.evaluate(PUT, ["長" * 20_000, "01900000-0000-7000-8000-000000000001"])
    page.reload()
    expect(page.locator("#body")).to_have_value("長" * 20_000)
    expect(page.locator("#count")).to_contain_text("18000")
    say(page, "短くしました")
    expect(line_with(page, "短くしました")).to_be_visible()
    page.reload()
    expect(page.locator("#composer-state")).to_have_text(re.compile("接続済み|保存済み"))
    expect(page.locator("#pending")).to_be_hidden()
    assert times_shown(page, "短くしました") == 1


def test_busy_room_is_said_in_few_words_and_takes_no_focus(open_context: Open, sign_in: SignIn) -> None:
    listener = sign_in(open_context(), "member2")
    others = [sign_in(open_context("phone"), role) for role in ("member", "organiser")]
    for page in (listener, *others):
        enter_room(page)
    for page in (listener, *others):
        expect(page.locator("#present")).to_contain_text("3人")
    listener.locator("#body").fill("書きかけの文")
    listener.evaluate(HEAR)
    for number in range(9):
        for page in others:
            say(page, f"混み合う話 {number}")
    expect(listener.locator("#lines .line-body", has_text="混み合う話 8")).to_have_count(2)
    lines = "window.heard.filter((words) => words.includes('混み合う話')).length"
    counted = (
        "window.heard.map((words) => /新しい発言が(\\d+)件/.exec(words)?.[1]).filter(Boolean)"
        ".reduce((sum, n) => sum + Number(n), 0)"
    )
    # Each message is said once, as a line or in a number.
    wait_until(listener, f"{lines} + {counted} === 18")
    assert listener.evaluate(lines) <= 6
    assert listener.evaluate("window.heard.length") <= 14, listener.evaluate("window.heard")
    expect(listener.locator("#body")).to_be_focused()
    expect(listener.locator("#body")).to_have_value("書きかけの文")

    listener.locator("#body").fill("")
    listener.keyboard.press("ArrowUp")
    chosen = listener.evaluate("document.activeElement.id")
    say(others[0], "読み返している間の話")
    expect(line_with(listener, "読み返している間の話")).to_be_attached()
    assert listener.evaluate("document.activeElement.id") == chosen
    listener.keyboard.press("Enter")
    say(others[1], "選んでいる間の話")
    expect(line_with(listener, "選んでいる間の話")).to_be_attached()
    expect(listener.locator(".line-actions button").first).to_be_focused()


def test_slow_mode_counts_the_seconds_and_sends_by_itself(open_context: Open, sign_in: SignIn) -> None:
    chair, writer = sign_in(open_context(), "admin"), sign_in(open_context("phone"), "member2")
    enter_room(chair)
    chair.evaluate(PUT, ["", "01900000-0000-7000-8000-000000000002", {"kind": "slow", "pause_s": 8}])
    chair.reload()
    expect(chair.locator("#composer-state")).to_have_text(re.compile("保存済み|未読"))
    enter_room(writer)
    say(writer, "間隔を空ける前の話")
    expect(line_with(writer, "間隔を空ける前の話")).to_be_visible()
    writer.evaluate(HEAR)
    writer.evaluate(STATES)
    say(writer, "間隔を空けた話")
    expect(line_with(chair, "間隔を空けた話")).to_be_visible(timeout=30_000)
    counted = [int(found) for words in writer.evaluate("window.states") for found in re.findall(r"(\d+)秒後", words)]
    assert len(counted) >= 3
    assert counted == sorted(set(counted), reverse=True)
    assert writer.evaluate("window.heard.filter((words) => words.includes('秒後')).length") == 1
    expect(writer.locator("#pending")).to_be_hidden()
    chair.evaluate(PUT, ["", "01900000-0000-7000-8000-000000000003", {"kind": "slow", "pause_s": 0}])
    chair.reload()
    expect(chair.locator("#composer-state")).to_have_text(re.compile("保存済み|未読"))


def test_weak_network_reads_at_once_and_keeps_the_script(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context("phone"), "member2")
    enter_room(page)
    expect(page.locator("#present")).to_contain_text("人が参加中")
    first = page.evaluate(SENT)
    assert {Path(name).name.split(".")[0] for name, _, _ in first} >= {"room", "view", "outbox", "minutes"}
    assert sum({name: body for name, _, body in first}.values()) <= 25_000, first

    address = page.url
    page.goto("/members/")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(address, wait_until="commit")
    # The talk is in the page itself: it reads before any script has come.
    expect(page.locator("#lines .line-body").first).to_be_visible()
    expect(page.locator("#present")).to_contain_text("人が参加中", timeout=60_000)
    again = page.evaluate(SENT)
    assert len(again) >= len(first)
    assert [name for name, transferred, _ in again if transferred] == []

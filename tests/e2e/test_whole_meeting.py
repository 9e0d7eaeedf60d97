"""A whole meeting: announced, registered for on two phones, held with a connection that is lost, kept and passed on.

Hours are passed by moving the meeting, as nobody waits for them; everything else is done as people do it.
"""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.panes import ask, check_looks, close_poll, decide, draw_up, row, settle, show
from tests.e2e.rooms import act, line_with, say, times_shown
from tests.e2e.test_account import mails
from tests.e2e.test_organiser import press_in_footer
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
TITLE = "復元訓練のふりかえり"
PAST = (
    "import datetime as dt; from django.utils import timezone; from events.models import MeetingPage, Room\n"
    "from events.actions.meetings import settle_meeting\n"
    "page = MeetingPage.objects.get(title='{title}')\n"
    "page.starts_at = timezone.now() + dt.timedelta(minutes={start})\n"
    "page.ends_at = page.starts_at + dt.timedelta(hours=1)\n"
    "page.save(); settle_meeting(meeting=page)"
)
PLACE = "参加決定"


def move_meeting(hub: ServedHub, minutes: int) -> None:
    """Let it begin so many minutes from now; negative: it began before."""
    hub.run("shell", "-c", PAST.format(title=TITLE, start=minutes))


def told(hub: ServedHub, recipient: str, subject: str, times: int = 1) -> str:
    """Wait for exactly so many mails with such a subject; the words of the newest."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = [words for to, about, words in mails(hub) if to == recipient and subject in about and TITLE in about]
        if len(found) >= times:
            assert len(found) == times, (recipient, subject)
            return found[-1]
        time.sleep(0.2)
    raise AssertionError(f"{recipient} was not told “{subject}”: {mails(hub)}")


def announce(organiser: Page, reviewer: Page) -> str:
    """An organiser writes the meeting, a second person publishes it; returns its address."""
    organiser.locator("main a[href*='/add_subpage/']").first.click()
    organiser.locator("main a").filter(has_text=re.compile("^\\s*会議")).first.click()
    organiser.locator("#id_title").fill(TITLE)
    for field, moment in (("#id_starts_at", "2031-02-03 15:00"), ("#id_ends_at", "2031-02-03 16:00")):
        organiser.locator(field).fill(moment)
        # Closes the calendar, which would lie over the buttons.
        organiser.locator("#id_title").click()
    organiser.locator("#id_registration").select_option("approval")
    organiser.locator("#id_capacity").fill("2")
    organiser.locator("#id_tlp").select_option("CLEAR")
    organiser.locator("footer button.action-save").click()
    organiser.wait_for_url("**/edit/**")
    page_id = organiser.url.split("/pages/")[1].split("/")[0]
    press_in_footer(organiser, "[name=action-submit]")
    expect(organiser.locator(".messages")).to_contain_text(TITLE)
    reviewer.goto(f"/admin/pages/{page_id}/edit/")
    press_in_footer(reviewer, "[data-workflow-action-name=approve]")
    expect(reviewer.locator(".messages")).to_contain_text(TITLE)
    organiser.goto("/regions/kinki/")
    organiser.locator("main a").filter(has_text=TITLE).first.click()
    return organiser.url


def register(page: Page, meeting: str) -> None:
    page.goto(meeting)
    check_looks(page)
    page.locator("a[href*='/register/']").click()
    page.get_by_role("button", name="参加を申し込む").click()
    expect(page.locator("main")).to_contain_text("回答待ち")
    check_looks(page)


def enter(page: Page, meeting: str) -> None:
    page.goto(meeting)
    page.locator("main a[href*='/rooms/']").first.click()
    expect(page.locator("#composer-state")).to_contain_text("接続済み")


def test_whole_meeting(
    hub: ServedHub, open_context: Open, sign_in: SignIn, accounts: dict[str, dict[str, str]]
) -> None:
    """Two phones and a desktop, from the announcement to the draft of a practice."""
    phones = {who: open_context("phone") for who in ("member", "member2")}
    first, second = (sign_in(context, who) for who, context in phones.items())
    organiser, reviewer, admin = (sign_in(open_context(), who) for who in ("organiser", "reviewer", "admin"))
    meeting = announce(organiser, reviewer)
    addresses = {who: accounts[who]["email"] for who in (*phones, "reviewer")}
    _invite(hub, organiser, meeting, addresses["reviewer"])
    _give_places(hub, organiser, meeting, (first, second, reviewer), addresses)
    _call(hub, meeting, (first, second, reviewer))
    for who in phones:
        told(hub, addresses[who], "日時または場所の変更", times=2)
    _talk(meeting, (organiser, first, second), phones["member2"])
    _ask_and_vote((organiser, first, second))
    move_meeting(hub, -200)
    name = _close(organiser, first, meeting)
    _write_minutes(organiser, meeting, name)
    public = _approve_and_publish(organiser, admin, meeting)
    for who in phones:
        told(hub, addresses[who], "議事要旨を公開しました")
    _read_in_public(open_context("phone").new_page(), public, name)
    _follow_up(organiser, first)


def _invite(hub: ServedHub, organiser: Page, meeting: str, invited: str) -> None:
    """Those for whom the meeting is get one invitation, however often the button is pressed."""
    organiser.goto(meeting)
    organiser.get_by_role("link", name="会議の管理").click()
    for _ in range(2):
        organiser.get_by_role("button", name="案内を送る").click()
        expect(organiser.locator("body")).to_contain_text("通")
    check_looks(organiser)
    told(hub, invited, "ご案内")


def _give_places(
    hub: ServedHub, organiser: Page, meeting: str, people: tuple[Page, Page, Page], addresses: dict[str, str]
) -> None:
    """Two places and three people who ask: whoever waits moves up when a place is given back."""
    first, second, third = people
    for page in (third, first, second):
        register(page, meeting)
    organiser.reload()
    check_looks(organiser)
    for _ in people:
        organiser.get_by_role("button", name="参加を認める").first.click()
    expect(organiser.get_by_role("button", name="参加を認める")).to_have_count(0)
    told(hub, addresses["member"], "参加が決まりました")
    told(hub, addresses["member2"], "キャンセル待ちです")
    third.reload()
    third.get_by_role("button", name="申込みを取り消す").click()
    expect(third.locator("body")).to_contain_text("申込みを取り消しました")
    told(hub, addresses["reviewer"], "申込みを取り消しました")
    told(hub, addresses["member2"], "繰り上がりで参加が決まりました")
    second.reload()
    expect(second.locator("main")).to_contain_text(PLACE)


def _call(hub: ServedHub, meeting: str, people: tuple[Page, Page, Page]) -> None:
    """The way into the call opens a quarter of an hour before, and only for those with a place."""
    first, _second, third = people
    move_meeting(hub, 120)
    first.goto(meeting)
    expect(first.locator("main")).to_contain_text("ビデオ通話は")
    expect(first.locator("main a[href$='/call/']")).to_have_count(0)
    own = str(first.locator("a[href*='/register/']").get_attribute("href"))
    call = own.replace("/register/", "/call/")
    first.goto(call)
    expect(first.locator("h1")).to_have_text("ビデオ通話は開いていません")
    check_looks(first)
    move_meeting(hub, -1)
    first.goto(meeting)
    check_looks(first)
    link = first.locator("main a[href$='/call/']")
    opened = first.request.get(str(link.get_attribute("href")), max_redirects=0)
    assert opened.headers["location"].startswith("https://meet.jit.si/secunity-")
    assert third.request.get(call, max_redirects=0).status == 403


def _talk(meeting: str, people: tuple[Page, Page, Page], weak: BrowserContext) -> None:
    """Everybody speaks; one is without a network for a while, and nobody loses or doubles a word."""
    organiser, first, second = people
    for page in people:
        enter(page, meeting)
        check_looks(page)
    expect(organiser.locator("#present")).to_contain_text("3人")
    say(first, "復元に半日かかりました。")
    expect(second.locator("#lines")).to_contain_text("復元に半日かかりました。")
    weak.set_offline(True)
    say(first, "予備の機械を一台用意します。")
    say(organiser, "/action 復元の手順書を直す")
    say(second, "圏外から、手順書に賛成です。")
    expect(second.locator("#pending")).to_contain_text("圏外から")
    assert times_shown(organiser, "圏外から") == 0
    check_looks(second)
    weak.set_offline(False)
    said = (
        "復元に半日かかりました。",
        "予備の機械を一台用意します。",
        "復元の手順書を直す",
        "圏外から、手順書に賛成です。",
    )
    for page in people:
        expect(page.locator("#lines")).to_contain_text("圏外から、手順書に賛成です。", timeout=45_000)
        for words in said:
            expect(page.locator("#lines .line-body").filter(has_text=words)).to_have_count(1, timeout=45_000)
    expect(second.locator("#pending")).to_be_hidden()
    act(line_with(organiser, "予備の機械"), "議事録へ")
    for page in people:
        expect(page.locator("[data-lines]")).to_contain_text("予備の機械を一台用意します。")
        expect(page.locator("[data-lines]")).to_contain_text("復元の手順書を直す")
        check_looks(page)


def _ask_and_vote(people: tuple[Page, Page, Page]) -> None:
    """A question that two want to know is answered, all three vote, and who raised a hand gets the floor."""
    organiser, first, second = people
    for page in people:
        show(page, "questions")
    ask(first, "手順書は誰が直しますか")
    row(second, "誰が直しますか").get_by_role("button", name="私も知りたい").press("Space")
    expect(row(organiser, "誰が直しますか")).to_contain_text("1名")
    decide(organiser, "誰が直しますか", "回答済みにする").get_by_label("回答になった発言").select_option(index=1)
    settle(organiser)
    expect(row(first, "誰が直しますか")).to_contain_text("回答済み")

    for page in people:
        show(page, "polls")
    draw_up(organiser, "年に一度試しますか", ["はい", "いいえ"], quorum="3")
    organiser.get_by_role("button", name="投票を始める").press("Enter")
    for page in people:
        row(page, "年に一度").get_by_label("はい").press("Space")
        row(page, "年に一度").get_by_role("button", name="投票する").press("Enter")
        expect(row(page, "年に一度")).to_contain_text("投票済みです。")
    close_poll(organiser, "年に一度")
    expect(row(second, "年に一度").get_by_role("row").nth(1)).to_contain_text("3票")

    for page in people:
        show(page, "people")
    first.get_by_role("button", name="手を挙げる").press("Enter")
    organiser.locator("[data-part=queue] > li").get_by_role("button", name="発言してもらう").press("Enter")
    expect(second.locator("[data-f=floor]")).to_contain_text("さんの発言です。")
    check_looks(*people)
    for phone in (first, second):
        show(phone, "talk")


def _close(organiser: Page, first: Page, meeting: str) -> str:
    """Once it is over nobody writes any more, the talk stays to be read, and it is known who was there.

    Returns the name of the first phone's owner.
    """
    first.reload()
    expect(first.locator("#body")).to_be_disabled()
    expect(first.locator("#lines")).to_contain_text("復元に半日かかりました。")
    check_looks(first)
    organiser.goto(meeting)
    organiser.get_by_role("link", name="会議の管理").click()
    expect(organiser.locator("[name=there]:checked")).to_have_count(3)
    check_looks(organiser)
    return str(first.locator("#room").get_attribute("data-name"))


def _write_minutes(organiser: Page, meeting: str, owner: str) -> None:
    """The action gets somebody who does it; the lines are put in order."""
    organiser.goto(meeting)
    organiser.locator("main a[href*='/members/minutes/']").first.click()
    action = organiser.locator("li.minutes-action")
    action.locator("[name=owner]").select_option(label=owner)
    action.locator("[name=due_on]").fill("2031-03-01")
    action.get_by_role("button", name="行を保存する").click()
    expect(action.locator(".minutes-state")).to_contain_text("保存済み")
    moved = organiser.locator(".minutes-line").nth(1)
    number = moved.get_attribute("data-line")
    moved.get_by_role("button", name="行を上へ").press("Enter")
    expect(organiser.locator(".minutes-line").nth(0)).to_have_attribute("data-line", str(number))
    organiser.locator("#new-text").fill("年に一度、復元を試す。")
    organiser.locator("#new-kind").select_option("agreed")
    organiser.get_by_role("button", name="行を追加する").click()
    check_looks(organiser)


def _approve_and_publish(organiser: Page, admin: Page, meeting: str) -> str:
    """Nobody approves alone what they wrote; a second person does. Returns the public address."""
    organiser.get_by_role("button", name="議事録を承認する").click()
    expect(organiser.locator("main")).to_contain_text("ひとり")
    admin.goto(organiser.url.removesuffix("step"))
    admin.get_by_role("button", name="議事録を承認する").click()
    checked = admin.locator("[name=is_checked]")
    if checked.count():
        checked.check()
    check_looks(admin)
    admin.get_by_role("button", name="名前なしで公開する").click()
    admin.locator("a[href*='/events/minutes/']").first.click()
    return admin.url


def _read_in_public(stranger: Page, address: str, name: str) -> None:
    """Everybody reads what came of it, and nobody who said it."""
    stranger.goto(address)
    for words in ("予備の機械を一台用意します。", "復元の手順書を直す", "年に一度、復元を試す。"):
        expect(stranger.locator("main")).to_contain_text(words)
    expect(stranger.locator("main")).not_to_contain_text(name)
    check_looks(stranger)


def _follow_up(organiser: Page, first: Page) -> None:
    """The action waits for its owner and in the next meeting; the minutes become the draft of a practice."""
    first.goto("/members/minutes/")
    expect(first.locator("main")).to_contain_text("復元の手順書を直す")
    check_looks(first)
    organiser.goto("/regions/kinki/m13/")
    organiser.locator("main a[href*='/members/minutes/']").first.click()
    expect(organiser.locator("main")).to_contain_text("復元の手順書を直す")
    organiser.locator("main a").filter(has_text=TITLE).first.click()
    organiser.locator("button[value=practice]").click()
    organiser.wait_for_url("**/admin/pages/*/edit/")
    expect(organiser.locator("#id_title")).to_have_value(TITLE)
    expect(organiser.locator("[name=summary]")).to_have_value(re.compile("年に一度、復元を試す。"))

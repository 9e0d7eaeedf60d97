"""Hands, the floor, and what moderators decide about people and the room; and a pane with very much in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.panes import check_looks, enter_pane, row, settle, show

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
MANY = 600


def test_hands_and_moderation(open_context: Open, sign_in: SignIn) -> None:
    chair = sign_in(open_context(), "admin")
    first, second = (sign_in(open_context("phone"), role) for role in ("member", "member2"))
    for page in (chair, first, second):
        enter_pane(page, "people")
    for page in (second, first):
        page.get_by_role("button", name="手を挙げる").press("Enter")
        expect(page.get_by_role("button", name="手を挙げる")).to_have_attribute("aria-pressed", "true")
    queue = chair.locator("[data-part=queue] > li")
    expect(queue).to_have_count(2)
    expect(queue.first).to_contain_text("試作 けんじ")
    queue.first.get_by_role("button", name="発言してもらう").press("Enter")
    expect(first.locator("[data-f=floor]")).to_have_text("試作 けんじさんの発言です。")
    expect(queue).to_have_count(1)
    check_looks(chair, first)

    moderate(chair, "試作 はるか", "しばらく書き込みを止める", "荒れたため")
    expect(first.locator("#pane-people [data-part=people]")).to_contain_text("書き込みが止められています")
    show(first, "talk")
    expect(first.locator("[data-f=standing]")).to_contain_text("書き込みが止められています")
    expect(first.locator("#dock").get_by_role("link", name="理由を読む")).to_be_visible()
    first.locator("#body").fill("止められた発言")
    first.locator("#body").press("Enter")
    expect(first.locator("#body")).to_have_value("止められた発言")
    moderate(chair, "試作 はるか", "書き込みの停止を解く", "落ち着いたため")
    expect(first.locator("[data-f=standing]")).to_be_hidden()

    chair.get_by_text("進行役の設定").press("Enter")
    chair.get_by_role("button", name="会議室をロックする").press("Enter")
    settle(chair, "実行する")
    expect(first.locator("[data-f=standing]")).to_have_text("いまは進行役だけが書けます。")
    first.locator("#body").press("Enter")
    expect(first.locator("#body")).to_have_value("止められた発言")
    chair.get_by_role("button", name="ロックを解く").press("Enter")
    settle(chair, "実行する")
    expect(first.locator("[data-f=standing]")).to_be_hidden()
    chair.get_by_label("同じ人の発言の間隔").select_option("5")
    chair.get_by_role("button", name="間隔を設定する").press("Enter")
    expect(first.locator("[data-f=standing]")).to_have_text("発言は5秒に1回です。")

    moderate(chair, "試作 けんじ", "退室してもらい、以後は入れない", "繰り返したため")
    expect(second.locator("#composer-state")).to_contain_text("この会議室に入れなくなりました")
    expect(second.locator("[data-f=standing]")).to_contain_text("繰り返したため")
    second.reload()
    expect(second.locator("#composer")).to_have_count(0)


def moderate(chair: Page, name: str, what: str, reason: str) -> None:
    chair.locator("[data-part=people] > li").filter(has_text=name).get_by_role("button").press("Enter")
    dialog = chair.get_by_role("dialog")
    dialog.get_by_label(what).press("Space")
    dialog.get_by_label("理由").fill(reason)
    settle(chair, "実行する")


def test_panes_speak_english_to_english_readers(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context("phone"), "organiser")
    enter_pane(page, "people")
    page.goto("/en" + page.url.split("/", 3)[3].join(["/", ""]).split("#")[0])
    show(page, "people")
    expect(page.get_by_role("button", name="Raise my hand")).to_be_visible()
    expect(page.locator("#pane-people")).to_contain_text("(you)")
    check_looks(page)


def test_six_hundred_questions_keep_the_place_of_whoever_reads(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context("phone"), "reviewer")
    page.route("**/state", add_questions)
    enter_pane(page, "questions")
    expect(page.locator("#pane-questions [data-part=list] > li")).to_have_count(MANY)
    expect(page.locator("[data-tab=questions] .room-badge")).to_have_text(str(MANY))
    far = row(page, "問い 1400。").get_by_role("button", name="私も知りたい")
    far.focus()
    place = far.bounding_box()
    far.press("Space")
    expect(page.locator("#pane-questions > .pane > [data-part=said]")).to_be_in_viewport()
    assert place
    assert abs(far.evaluate("button => button.getBoundingClientRect().y") - place["y"]) < 2
    assert far.evaluate("button => button === document.activeElement")


def add_questions(route: Route) -> None:
    """The state of the room as if many had asked."""
    state = route.fetch().json()
    row = {"name": "会員", "by": None, "votes": 0, "state": "open", "into": None, "answer": None}
    state["parts"]["questions"] = {number: row | {"body": f"問い {number}。"} for number in range(1000, 1000 + MANY)}
    route.fulfill(json=state)

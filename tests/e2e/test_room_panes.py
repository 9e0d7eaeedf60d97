"""A chair at a desk and members on phones: questions and polls, by thumb and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.panes import ask, check_looks, close_poll, decide, draw_up, enter_pane, row, set_up, settle, show

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
AWAY = "再接続中"


@pytest.fixture
def people(open_context: Open, sign_in: SignIn) -> Callable[[str], tuple[Page, Page, Page]]:
    """Chair at a desk, two members on phones, all with that pane open."""

    def make(pane: str) -> tuple[Page, Page, Page]:
        chair = sign_in(open_context(), "admin")
        first, second = (sign_in(open_context("phone"), role) for role in ("member", "member2"))
        for page in (chair, first, second):
            enter_pane(page, pane)
        return chair, first, second

    return make


def test_questions_are_asked_wanted_joined_and_answered(
    people: Callable[[str], tuple[Page, Page, Page]], open_context: Open, sign_in: SignIn
) -> None:
    chair, first, second = people("questions")
    first.locator("#question-body").fill("   ")
    first.get_by_role("button", name="質問を送る").click()
    expect(first.locator("[data-send=question] [data-said]")).to_have_text("ここに入力してください。")
    first.locator("#question-body").fill("更新の間隔は <b>どのくらい</b> ですか")
    first.get_by_role("button", name="質問を送る").evaluate("button => [1, 2, 3].forEach(() => button.click())")
    expect(row(chair, "どのくらい")).to_have_count(1)
    expect(first.locator("#question-body")).to_have_value("")

    unnamed = second.get_by_label("名前を出さずに質問する")
    expect(unnamed).to_be_hidden()
    set_up(chair, "匿名の質問を受け付ける", "questions")
    unnamed.check()
    second.context.set_offline(True)
    ask(second, "更新はいつですか")
    expect(second.locator("[data-send=question] [data-said]")).to_contain_text(AWAY)
    expect(second.locator("#question-body")).to_have_value("更新はいつですか")
    second.context.set_offline(False)
    expect(row(chair, "更新はいつですか")).to_contain_text("匿名")
    expect(row(chair, "どのくらい")).to_contain_text("試作 はるか")
    assert row(chair, "どのくらい").locator(".pane-words b").count() == 0

    expect(chair.locator("[data-tab=questions] .room-badge")).to_have_text("2")
    wanted = row(second, "どのくらい").get_by_role("button", name="私も知りたい")
    wanted.press("Space")
    expect(wanted).to_have_attribute("aria-pressed", "true")
    expect(row(first, "どのくらい")).to_contain_text("1名")

    decide(chair, "更新はいつですか", "ほかの質問にまとめる")
    settle(chair)
    expect(row(first, "更新はいつですか")).to_contain_text("にまとめました")
    assert chair.evaluate("document.activeElement.dataset.act") == "decide"

    first.locator("[data-tab=talk]").click()
    first.locator("#body").fill("毎月です")
    first.locator("#body").press("Enter")
    expect(chair.locator("#lines")).to_contain_text("毎月です")
    dialog = decide(chair, "どのくらい", "回答済みにする")
    dialog.get_by_label("回答になった発言").select_option(index=1)
    settle(chair)
    expect(row(second, "どのくらい")).to_contain_text("回答済み")
    expect(row(second, "どのくらい").get_by_role("button", name="私も知りたい")).to_be_disabled()
    row(second, "どのくらい").get_by_role("link", name="回答の発言へ").click()
    expect(second.locator("#lines .line").filter(has_text="毎月です")).to_be_visible()
    show(second, "questions")

    late = sign_in(open_context(), "reviewer")
    enter_pane(late, "questions")
    for words in ("どのくらい", "更新はいつですか"):
        expect(row(late, words)).to_have_text(row(second, words).inner_text(), use_inner_text=True)
    check_looks(chair, first, second)


def test_questions_wait_for_a_moderator_where_the_room_says_so(
    people: Callable[[str], tuple[Page, Page, Page]],
) -> None:
    chair, first, second = people("questions")
    set_up(chair, "質問を確認してから表示する", "questions")
    expect(first.locator("[data-part=premoderated]")).to_be_visible()
    ask(first, "まず確認される質問")
    ask_again = first.locator("[data-part=mine]")
    expect(ask_again).to_contain_text("進行役の確認待ち")
    expect(chair.locator("[data-part=waiting]")).to_contain_text("まず確認される質問")
    check_looks(chair, first)
    chair.get_by_role("button", name="表示する", exact=True).press("Enter")
    expect(row(second, "まず確認される質問")).to_be_visible()
    expect(ask_again).to_be_hidden()

    ask(first, "名前の入った質問")
    expect(chair.locator("[data-part=waiting]")).to_contain_text("名前の入った質問")
    chair.locator("[data-part=waiting]").get_by_role("button", name="対応を選ぶ").click()
    dialog = chair.get_by_role("dialog")
    dialog.get_by_label("表示しない").check()
    dialog.get_by_role("button", name="決定する").click()
    expect(dialog.get_by_role("alert")).to_have_text("ここに入力してください。")
    dialog.get_by_label("理由").fill("個人名を除いてください")
    settle(chair)
    expect(ask_again).to_contain_text("個人名を除いてください")
    ask_again.get_by_role("link", name="理由を読む・異議を申し立てる").click()
    expect(first.locator("main")).to_contain_text("個人名を除いてください")
    first.go_back()
    show(first, "questions")
    assert second.get_by_text("名前の入った質問").count() == 0

    ask(first, "取り下げられる質問")
    chair.locator("[data-part=waiting]").get_by_role("button", name="対応を選ぶ").press("Enter")
    ask_again.get_by_role("button", name="取り下げる").click()
    expect(chair.locator("[data-part=waiting]")).to_be_hidden()
    chair.keyboard.press("Escape")
    assert chair.evaluate("document.activeElement.id") == "pane-questions"


def test_polls_are_secret_counted_at_the_end_and_hidden_when_few(
    people: Callable[[str], tuple[Page, Page, Page]], open_context: Open, sign_in: SignIn
) -> None:
    chair, first, second = people("polls")
    third = sign_in(open_context("phone"), "reviewer")
    enter_pane(third, "polls")

    draw_up(chair, "次回はいつ", ["10月", "11月"], quorum="3")
    chair.get_by_role("button", name="投票を始める").press("Enter")
    expect(row(first, "次回はいつ")).to_contain_text("定足数まであと3名")
    row(first, "次回はいつ").get_by_role("button", name="投票する").click()
    expect(row(first, "次回はいつ")).to_contain_text("先に選択肢を選んでください。")
    for page, option in ((first, "10月"), (second, "11月"), (third, "11月")):
        row(page, "次回はいつ").get_by_label(option).press("Space")
        row(page, "次回はいつ").get_by_role("button", name="投票する").press("Enter")
        expect(row(page, "次回はいつ")).to_contain_text("投票済みです。")
    expect(row(chair, "次回はいつ")).to_contain_text("定足数3名に達しました")
    check_looks(chair, first)
    close_poll(chair, "次回はいつ")
    expect(row(first, "次回はいつ").get_by_role("row").nth(2)).to_contain_text("2票")
    expect(row(first, "次回はいつ").get_by_role("row").nth(1)).to_contain_text("1票")

    draw_up(chair, "役に立ちましたか", form="scale", scale=("いいえ", "はい"))
    chair.get_by_role("button", name="投票を始める").press("Enter")
    row(first, "役に立ちましたか").get_by_label("5 はい").check()
    row(first, "役に立ちましたか").get_by_role("button", name="投票する").click()
    expect(row(first, "役に立ちましたか")).to_contain_text("投票済みです。")
    row(second, "役に立ちましたか").get_by_label("1 いいえ").check()
    second.context.set_offline(True)
    row(second, "役に立ちましたか").get_by_role("button", name="投票する").click()
    expect(row(second, "役に立ちましたか")).to_contain_text(AWAY)
    close_poll(chair, "役に立ちましたか")
    expect(row(first, "役に立ちましたか")).to_contain_text("3票未満のため表示しません")
    second.context.set_offline(False)
    expect(row(second, "役に立ちましたか")).to_contain_text("3票未満のため表示しません", timeout=30_000)
    expect(second.locator("#pane-polls > .pane > [data-part=said]")).to_contain_text("受け付けはすでに終わっています")

    draw_up(chair, "扱う題は", ["鍵", "控え", "訓練"], form="multiple")
    chair.get_by_role("button", name="投票を始める").press("Enter")
    expect(first.locator("[data-tab=polls] .room-badge")).to_have_text("1")
    for page, options in ((first, ("鍵", "訓練")), (second, ("訓練",)), (third, ("鍵", "控え", "訓練"))):
        for option in options:
            row(page, "扱う題は").get_by_label(option).press("Space")
        row(page, "扱う題は").get_by_role("button", name="投票する").press("Enter")
        expect(row(page, "扱う題は")).to_contain_text("投票済みです。")
    expect(first.locator("[data-tab=polls] .room-badge")).to_be_hidden()
    close_poll(chair, "扱う題は")
    for index, votes in enumerate(("2票", "1票", "3票"), start=1):
        expect(row(first, "扱う題は").get_by_role("row").nth(index)).to_contain_text(votes)
    check_looks(chair, second)

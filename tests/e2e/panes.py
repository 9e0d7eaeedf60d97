"""Steps in the panes of a room that several journeys share."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.rooms import enter_room


def enter_pane(page: Page, pane: str) -> None:
    """Enter the room of the next regular meeting and show one of its panes."""
    enter_room(page)
    show(page, pane)


def show(page: Page, pane: str) -> None:
    """Press the tab of that pane."""
    page.locator(f"[data-tab={pane}]").click()
    expect(page.locator(f"#pane-{pane}")).to_be_visible()


def row(page: Page, words: str) -> Locator:
    """The row of the shown pane that says `words`."""
    return page.locator("[data-part=list] > li").filter(has_text=words).locator("visible=true")


def settle(chair: Page, label: str = "決定する") -> None:
    """End the open dialog by keyboard."""
    chair.get_by_role("dialog").get_by_role("button", name=label).press("Enter")
    expect(chair.get_by_role("dialog")).to_have_count(0)


def set_up(chair: Page, what: str, back_to: str) -> None:
    """Press a switch among the moderators' settings, by keyboard."""
    show(chair, "people")
    chair.get_by_text("進行役の設定").press("Enter")
    switch = chair.get_by_role("button", name=what)
    switch.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    show(chair, back_to)


def ask(page: Page, words: str) -> None:
    """Send a question."""
    page.locator("#question-body").fill(words)
    page.get_by_role("button", name="質問を送る").click()


def decide(chair: Page, words: str, decision: str) -> Locator:
    """Open the dialog about a question by keyboard and take a decision in it."""
    row(chair, words).get_by_role("button", name="対応を選ぶ").press("Enter")
    dialog = chair.get_by_role("dialog")
    dialog.get_by_label(decision).press("Space")
    return dialog


def draw_up(
    chair: Page,
    words: str,
    options: list[str] | None = None,
    *,
    form: str = "single",
    quorum: str = "",
    scale: tuple[str, str] = ("", ""),
) -> None:
    """A draft by keyboard."""
    if not chair.get_by_label("問いかけ").is_visible():
        chair.get_by_text("投票を用意する").press("Enter")
    chair.get_by_label("問いかけ").fill(words)
    chair.get_by_label("答え方").select_option(form)
    if options:
        chair.get_by_label("選択肢（").fill("\n".join(options))
    else:
        chair.get_by_label("意味 （最小").fill(scale[0])
        chair.get_by_label("意味 （最大").fill(scale[1])
    chair.get_by_label("定足数").fill(quorum)
    chair.get_by_role("button", name="下書きに保存").press("Enter")
    expect(chair.locator("[data-part=drafts]")).to_contain_text(words)
    expect(chair.get_by_label("問いかけ")).to_have_value("")


def close_poll(chair: Page, words: str) -> None:
    """End a poll, so that it is counted."""
    row(chair, words).get_by_role("button", name="締め切って集計する").press("Enter")
    expect(row(chair, words)).to_contain_text("締め切りました")


def check_looks(*pages: Page) -> None:
    """Nothing stands beside the page, and no rule of accessibility is broken."""
    for page in pages:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not Axe().run(page).response["violations"]

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


def check_looks(*pages: Page) -> None:
    """Nothing stands beside the page, and no rule of accessibility is broken."""
    for page in pages:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not Axe().run(page).response["violations"]

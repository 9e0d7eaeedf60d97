"""What people do in a room, for the journeys through it."""

from playwright.sync_api import Locator, Page, expect


def enter_room(page: Page) -> None:
    """From the member's own page to the meeting that is held now, and into its room."""
    page.goto("/events/")
    page.locator("main .meeting-row a").filter(has_text="定例").first.click()
    page.locator("main a[href*='/rooms/']").first.click()
    expect(page.locator("#composer")).to_be_visible()


def say(page: Page, words: str) -> None:
    """Write into the field and press Enter."""
    page.locator("#body").fill(words)
    page.locator("#body").press("Enter")


def line_with(page: Page, words: str) -> Locator:
    """The newest line of the log that shows these words as its text."""
    return page.locator("#lines .line").filter(has=page.locator(".line-body", has_text=words)).last


def times_shown(page: Page, words: str) -> int:
    """How many messages say exactly this."""
    return page.locator("#lines .line-body").filter(has_text=words).count()


def act(line: Locator, name: str) -> None:
    """Open what can be done with a line and press one of its buttons."""
    line.locator(".line-more").click()
    line.get_by_role("button", name=name, exact=True).click()

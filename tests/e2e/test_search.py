"""The lists of the search and the table of synonyms: on a phone and in the dark, in both languages."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import WIDTHS
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true })"
IS_WITHIN = "document.documentElement.scrollWidth <= window.innerWidth"
LISTS = (
    "/search/",
    "/search/?q=VPN&kind=case&region=kinki",
    "/cases/?q=ホテル 暗号化",
    "/cases/?view=mic&mic_area=kinki",
    "/practices/?q=訓練",
    "/cases/?q=zzzqqq",
    "/cases/?q=VPN&region=okinawa&industry=B",
    "/search/?q=ランサムウエヤ",
)


class Eyes:
    """Looks at pages and keeps what is wrong with them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def look_at(self, path: str) -> None:
        """A page on the phone in the light and on the desktop in the dark, with everything opened."""
        for size, scheme in (("phone", "light"), ("desktop", "dark")):
            self.page.set_viewport_size({"width": WIDTHS[size], "height": 800})
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.goto(path)
            self.page.evaluate(OPEN_ALL)
            self._note(f"{path} {size} {scheme}", size)

    def _note(self, where: str, size: str) -> None:
        for violation in Axe().run(self.page).response["violations"]:
            nodes = [node["target"] for node in violation["nodes"][:3]]
            self.problems.append(f"{where}: {violation['id']} {nodes}")
        if not self.page.evaluate(IS_WITHIN):
            self.problems.append(f"{where}: scrolls sideways at {WIDTHS[size]} px")


@pytest.fixture(scope="module")
def context(browser: Browser, hub: ServedHub) -> Iterator[BrowserContext]:
    """One person's browser for all pages that are looked at."""
    context = browser.new_context(base_url=hub.origin, locale="ja-JP")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["ja", "en"])
def test_lists_are_accessible_and_fit(context: BrowserContext, prefix: str) -> None:
    eyes = Eyes(context.new_page())
    for path in LISTS:
        eyes.look_at(prefix + path)
    eyes.page.close()
    assert eyes.problems == []


def test_secretariat_edits_synonyms_with_a_preview(
    open_context: Open, sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context(), "admin")
    page.goto("/members/synonyms/new/")
    page.locator("main textarea").first.fill("ぴーぴー音\n警告音")
    page.locator("main button[name=preview]").click()
    expect(page.locator("#preview")).to_be_visible()
    assert page.locator("main textarea").first.input_value().split() == ["ぴーぴー音", "警告音"]
    page.locator("main button[name=save]").click()
    page.wait_for_url("**/members/synonyms/")
    page.goto("/members/synonyms/?q=ぴーぴー音")
    expect(page.locator("main .link-list a")).to_have_count(1)
    group = page.locator("main .link-list a").get_attribute("href")
    eyes = Eyes(page)
    for prefix in ("", "/en"):
        for path in ("/members/synonyms/", "/members/synonyms/?q=zzz", "/members/synonyms/new/", str(group)):
            eyes.look_at(prefix + path)
    assert eyes.problems == []

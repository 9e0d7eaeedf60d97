"""Every kind of page in a real browser: accessible in both languages and schemes, within a phone, nothing refused."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.e2e.conftest import WIDTHS, code_for
from tests.served import ServedHub

pytestmark = pytest.mark.e2e

PREFIX = {"ja": "", "en": "/en"}
PUBLIC = (
    "/",
    "/cases/",
    "/cases/?q=VPN&region=kinki&sort=newest",
    "/cases/?q=zzzqqq",
    "/practices/",
    "/regions/kinki/tsumugi/p12/",
    "/regions/",
    "/regions/?view=mic",
    "/regions/kinki/",
    "/regions/kinki/tsumugi/",
    "/events/",
    "/regions/kinki/m01/",
    "/working-groups/",
    "/working-groups/secunity/",
    "/working-groups/secunity/m06/",
    "/about/",
    "/guidelines/",
    "/join/",
    "/privacy/",
    "/accessibility/",
    "/security/",
    "/accounts/login/",
    "/nothing/",
    "/components/",
)
# What is the same in the dark but for its colours.
COLOURS = '{"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}'
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach((each) => { each.open = true })"


class Eyes:
    """Looks at pages one after the other and keeps what is wrong with them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self._path = ""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))

    def look_at(self, path: str) -> None:
        """Check a page on the phone in the light, then its colours on the desktop in the dark."""
        self._path = path
        self.page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.goto(path)
        self.page.evaluate(OPEN_ALL)
        self._note_axe("light", Axe().run(self.page).response)
        self._note_width()
        self.page.set_viewport_size({"width": WIDTHS["desktop"], "height": 800})
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self._note_axe("dark", self.page.evaluate(f"axe.run(document, {COLOURS})"))
        self._note_width()

    def _note_axe(self, scheme: str, results: dict[str, list[dict[str, object]]]) -> None:
        for violation in results["violations"]:
            nodes = violation["nodes"]
            assert isinstance(nodes, list)
            self._note(f"{scheme}: {violation['id']}: {[node['target'] for node in nodes[:3]]}")

    def _note_width(self) -> None:
        width, shown = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width > shown:
            self._note(f"scrolls sideways: {width} > {shown}")

    def _hear(self, message: ConsoleMessage) -> None:
        is_wanted = "status of 404" in message.text and self._path.endswith("/nothing/")
        if message.type in ("error", "warning") and not is_wanted:
            self._note(f"console: {message.text}")

    def _note(self, problem: str) -> None:
        self.problems.append(f"{self._path} {problem}")


@pytest.fixture(scope="module")
def context(browser: Browser, hub: ServedHub) -> Iterator[BrowserContext]:
    """One person's browser for all pages of this module."""
    context = browser.new_context(base_url=hub.origin, locale="ja-JP")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def case_paths(context: BrowserContext) -> list[str]:
    """A case from the public document and an invented one, both in both languages."""
    cases = context.request.get("/api/v1/cases?lang=en&size=100").json()["results"]
    seed = next(case for case in cases if case["source"] and "2020" in str(case["source"]["published"]))
    demo = next(case for case in cases if case is not seed and case["region"])
    return [urlsplit(case["url"]).path.removeprefix("/en") for case in (seed, demo)]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_public_pages_are_accessible_and_fit(context: BrowserContext, language: str) -> None:
    eyes = Eyes(context.new_page())
    for path in (*PUBLIC, *case_paths(context)):
        eyes.look_at(PREFIX[language] + path)
    eyes.page.close()

    assert eyes.problems == []


def test_pages_of_members_are_accessible_and_fit(context: BrowserContext, accounts: dict[str, dict[str, str]]) -> None:
    eyes = Eyes(context.new_page())
    page, account = eyes.page, accounts["member"]
    page.goto("/accounts/login/?next=/members/")
    page.locator("main [name=login]").fill(account["email"])
    page.locator("main [name=password]").fill(account["password"])
    page.locator("main [name=password]").press("Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    for prefix in PREFIX.values():
        eyes.look_at(f"{prefix}/accounts/2fa/authenticate/")
    page.locator("main [name=code]").fill(code_for(account["totp_secret"]))
    page.locator("main [name=code]").press("Enter")
    page.wait_for_url("**/members/")
    page.goto("/working-groups/secunity/m06/")
    room = page.locator("main a[href*='/rooms/']").first.get_attribute("href")
    for prefix in PREFIX.values():
        for path in ("/members/", str(room), f"{room}log", "/working-groups/sme/m08/", "/accounts/2fa/"):
            eyes.look_at(prefix + path)
    page.close()

    assert eyes.problems == []

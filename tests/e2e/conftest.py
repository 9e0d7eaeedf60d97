"""A served hub with its demo content, a browser, and people who sign in with both factors."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.served import DEMO, ServedHub, serve_hub

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WIDTHS = {"phone": 360, "desktop": 1280}
CODE_LASTS_S = 30
TYPED_WITHIN_S = 8


def browser_path() -> str:
    """The browser that this machine has."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "no browser here: tests/system_packages.sh installs one"
    return found


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHub]:
    """The demo hub, on a data folder of this module's own."""
    with serve_hub(tmp_path_factory.mktemp("hub"), prepare=DEMO) as hub:
        yield hub


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser, hub: ServedHub) -> Iterator[Callable[..., BrowserContext]]:
    """Another person's browser: its own cookies and storage."""
    opened: list[BrowserContext] = []

    def make(size: str = "desktop", **options: Any) -> BrowserContext:
        viewport = {"width": WIDTHS[size], "height": 800}
        context = browser.new_context(base_url=hub.origin, locale="ja-JP", viewport=viewport, **options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def open_local(browser: Browser, hub: ServedHub) -> Iterator[Callable[..., BrowserContext]]:
    """A browser at the hub's name: browsers make keys for names only, not for 127.0.0.1."""
    opened: list[BrowserContext] = []

    def make(size: str = "desktop") -> BrowserContext:
        origin = hub.origin.replace("127.0.0.1", "localhost")
        viewport = {"width": WIDTHS[size], "height": 800}
        context = browser.new_context(base_url=origin, locale="ja-JP", viewport=viewport)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


def give_authenticator(page: Page) -> Any:
    """A device with a fingerprint reader that keeps passkeys, whose owner always agrees."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return cdp


@pytest.fixture(scope="session")
def told_accounts() -> dict[str, dict[str, str]]:
    """What the first hub has told of its accounts: they are the same in every copy of the demo content."""
    return {}


@pytest.fixture(scope="module")
def accounts(hub: ServedHub, told_accounts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The demo accounts by role."""
    if not told_accounts:
        told_accounts.update({each["role"]: each for each in json.loads(hub.run("demo_accounts", "--json"))})
    return told_accounts


def code_for(secret: str) -> str:
    """The code that an authenticator app shows, once it has time enough left to be typed and sent."""
    left = CODE_LASTS_S - time.time() % CODE_LASTS_S
    if left < TYPED_WITHIN_S:
        time.sleep(left)
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time() // CODE_LASTS_S))))


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    """Cookies of those who have signed in: a code is good for one sign-in only."""
    return {}


@pytest.fixture
def sign_in(accounts: dict[str, dict[str, str]], sessions: dict[str, Any]) -> Callable[[BrowserContext, str], Page]:
    """A page of a demo person who signed in as they would: address and password, then the code."""

    def make(context: BrowserContext, role: str) -> Page:
        page = context.new_page()
        if role in sessions:
            context.add_cookies(sessions[role])
            page.goto("/members/")
        else:
            enter_both_factors(page, accounts[role])
            sessions[role] = context.cookies()
        return page

    return make


def enter_both_factors(page: Page, account: dict[str, str]) -> None:
    """Sign in by keyboard."""
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(account["email"])
    page.locator("main [name=password]").fill(account["password"])
    page.locator("main [name=password]").press("Enter")
    page.locator("main [name=code]").fill(code_for(account["totp_secret"]))
    page.locator("main [name=code]").press("Enter")
    page.wait_for_url("**/members/")

"""Search as people use it: without script, refined in place, by keyboard, on a phone, and when nothing is found."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import WIDTHS
from tests.e2e.test_joining import newest_link
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


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters in the address, without empty ones."""
    return parse_qs(urlsplit(page.url).query)


def count(page: Page) -> int:
    """How many things the list says it found."""
    return int("".join(filter(str.isdigit, page.locator(".question-count").inner_text())))


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_form_searches_and_narrows_without_script(open_context: Open, size: str) -> None:
    page = open_context(size, java_script_enabled=False).new_page()
    page.goto("/regions/")
    if size == "phone":
        page.locator("header .menu > summary").click()
    field = page.locator("header input[name=q]:visible")
    field.fill("ＶＰＮ")
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    everything = count(page)
    assert everything > 5
    if size == "phone":
        assert page.evaluate("document.querySelector('#facets').open") is False, "the results come first"
        page.locator("#facets > summary").click()
    page.locator("#facet-kind > summary").click()
    page.locator("#f-kind-case").check()
    page.locator("#view-mic").check()
    page.locator("#facets button[type=submit]").click()
    page.wait_for_url("**kind=case**")
    assert asked(page)["view"] == ["mic"]
    assert 0 < count(page) < everything
    page.locator(".question-words a").last.click()
    page.wait_for_url(lambda url: "kind=" not in url)
    assert count(page) == everything
    expect(page.locator("#view-mic")).to_be_checked()


def test_choices_refine_in_place_and_back_undoes_them(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/search/?q=VPN")
    page.evaluate("document.body.dataset.same = 'yes'")
    first = count(page)
    page.locator("#facet-kind > summary").click()
    page.locator("#f-kind-practice").check()
    page.wait_for_url("**kind=practice**")
    expect(page).to_have_title("「VPN」、プラクティス – 検索 | SECUNITY Hub")
    expect(page.locator(".question-words")).to_contain_text("プラクティス")
    second = count(page)
    assert 0 < second < first
    assert page.locator("body").get_attribute("data-same") == "yes", "the page was not loaded anew"
    expect(page.locator("#facet-kind")).to_have_attribute("open", "")
    page.locator("#view-mic").check()
    page.wait_for_url("**view=mic**")
    expect(page.locator("#facet-mic_area")).to_be_visible()
    expect(page.locator("#facet-region")).to_have_count(0)
    shared = open_context().new_page()
    shared.goto(page.url)
    assert count(shared) == second
    expect(shared.locator("#f-kind-practice")).to_be_checked()
    expect(shared.locator("#view-mic")).to_be_checked()
    page.go_back()
    expect(page.locator("#view-meti")).to_be_checked()
    page.go_back()
    page.wait_for_url(lambda url: "kind=" not in url)
    expect(page.locator("#f-kind-practice")).not_to_be_checked()
    assert count(page) == first
    page.go_forward()
    expect(page.locator("#f-kind-practice")).to_be_checked()


def test_new_words_refine_in_place(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/cases/?industry=E")
    page.locator("main input[name=q]").fill("請求書")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**q=%E8%AB%8B**")
    assert asked(page)["industry"] == ["E"]
    expect(page.locator("main .results mark").first).to_be_visible()
    expect(page).to_have_title("「請求書」、製造業 – 事例を探す | SECUNITY Hub")


def test_keyboard_reaches_filters_and_results_and_keeps_its_place(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/search/?q=VPN")
    page.locator("#facet-kind > summary").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-kind-case":
            break
    page.keyboard.press("Space")
    page.wait_for_url("**kind=case**")
    expect(page.locator("#f-kind-case")).to_be_checked()
    assert page.evaluate("document.activeElement.id") == "f-kind-case", "the focus stays where it was"
    page.locator("main input[name=q]").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.results') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*/")
    expect(page.locator("main h1")).to_be_visible()


def test_phone_opens_one_sheet_of_filters(open_context: Open) -> None:
    page = open_context("phone").new_page()
    page.goto("/cases/?q=VPN")
    page.locator("#facets > summary").click()
    page.locator("#f-industry-E").check()
    page.wait_for_url("**industry=E**")
    expect(page.locator("#facets")).to_have_attribute("open", "")
    expect(page.locator("#facets > summary")).to_contain_text(f"{count(page)}")
    page.locator("#facets > summary").click()
    expect(page.locator("#facets > summary")).to_contain_text("絞り込む (1)")
    expect(page.locator("main .results > li").first).to_be_visible()


def test_nothing_found_leads_on(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/cases/?q=VPN&region=okinawa")
    page.locator("main .empty .link-list a").first.click()
    expect(page.locator("main .results > li").first).to_be_visible()
    page.goto("/cases/?q=ransomwear")
    expect(page.locator("main .results > li, main .empty").first).to_be_visible()
    page.goto("/cases/?q=zzzqqq")
    expect(page.locator("main .empty a[href='/members/reports/new/']")).to_be_visible()


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

    def look(self, name: str) -> None:
        """At the page as it stands: an answer to a form cannot be asked for again."""
        for size, scheme in (("desktop", "dark"), ("phone", "light")):
            self.page.set_viewport_size({"width": WIDTHS[size], "height": 800})
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self._note(f"{name} {size} {scheme}", size)

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


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["ja", "en"])
def test_news_by_mail_are_asked_for_turned_on_and_ended(open_context: Open, hub: ServedHub, prefix: str) -> None:
    eyes = Eyes(open_context("phone").new_page())
    page, address = eyes.page, f"midori{prefix.replace('/', '-')}@example.jp"
    page.goto(f"{prefix}/cases/?q=VPN&region=kinki")
    page.locator("main a[href*='/search/alerts/new/']").click()
    expect(page.locator("main .tag")).to_have_count(2)
    page.locator("main [name=email]").fill("midori@")
    page.locator("main [name=email]").press("Enter")
    expect(page.locator("main [name=email]")).to_have_value("midori@")
    expect(page.locator("main [name=email]")).to_have_attribute("aria-invalid", "true")
    eyes.problems.clear()  # the browser itself notes an answer that refuses
    eyes.look("refused")
    page.locator("main [name=email]").fill(address)
    page.locator("main [name=frequency][value=weekly]").check()
    page.locator("main button[type=submit]:visible").last.click()
    page.wait_for_url("**/search/alerts/sent/")
    eyes.look("sent")
    link = newest_link(hub, address, "search/alerts/confirm/")
    assert link.startswith(f"{prefix}/search/")
    page.goto(link)
    eyes.look("confirm")
    page.locator("main form button").click()
    page.wait_for_selector("main a[href*='/search/alerts/stop/']")
    eyes.look("on")
    page.locator("main a[href*='/search/alerts/stop/']").click()
    eyes.look("stop")
    page.locator("main form button").press("Enter")
    page.wait_for_selector("main form", state="detached")
    eyes.look("stopped")
    assert page.goto(link).status == 404  # type: ignore[union-attr]
    eyes.look("over")
    assert [each for each in eyes.problems if "404" not in each] == []


def test_secretariat_sees_the_numbers_of_stored_searches(
    open_context: Open, sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    eyes = Eyes(sign_in(open_context(), "admin"))
    eyes.page.locator("main a[href$='/members/alerts/']").click()
    expect(eyes.page.locator("main tbody tr")).to_have_count(5)
    for prefix in ("", "/en"):
        eyes.look_at(f"{prefix}/members/alerts/")
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

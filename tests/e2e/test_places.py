"""The guideline check without script, a working group from asking to being let in, an organiser's round of facts."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import WIDTHS
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
CHECK = "/guidelines/check/"
ANSWERS = "?nda=yes&discovered=2025-12-01&personal_data=yes&appi_kinds=many&attack=ransomware&told=police"
PUBLIC = (
    CHECK,
    CHECK + ANSWERS,
    f"{CHECK}?discovered=2999-01-01",
    "/regions/problems/",
    "/regions/problems/?view=mic&state=all",
    "/regions/problems/1/",
    "/regions/kinki/tsumugi/",
    "/regions/kinki/contact/",
    "/regions/?view=mic",
    "/working-groups/hr/",
)
DESKS = ("/members/working-groups/", "/members/working-groups/secunity/", "/members/places/")


def problems_of(page: Page, path: str) -> list[str]:
    """What is wrong with a page on the phone, in the light and in the dark."""
    found: list[str] = []
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        violations = Axe().run(page).response["violations"]
        found += [
            f"{path} {scheme} {each['id']} {[node['target'] for node in each['nodes'][:3]]}" for each in violations
        ]
        width, shown = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        found += [f"{path} scrolls sideways: {width}"] if width > shown else []
    return found


def test_check_works_by_keyboard_without_script(browser: Browser, hub: ServedHub) -> None:
    context = browser.new_context(
        base_url=hub.origin, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto("/")
    page.locator(f"main a[href='{CHECK}']").click()
    page.locator("[name=nda][value=yes]").press("Space")
    page.locator("[name=discovered]").fill("2025-12-01")
    page.locator("[name=personal_data][value=yes]").press("Space")
    page.locator("[name=appi_kinds][value=many]").press("Space")
    page.locator("[name=appi_kinds][value=many]").press("Enter")
    expect(page.locator("#lane-share")).to_contain_text("当てはまります")
    expect(page.locator("table")).to_contain_text("2026年1月5日（月）")
    expect(page.locator("[data-copy]")).to_be_hidden()
    files = {
        name: page.locator(f"main a[href*='{name}']").get_attribute("href") for name in ("deadlines.ics", "form.txt")
    }
    calendar = Calendar.from_ical(context.request.get(str(files["deadlines.ics"])).body())
    assert len(calendar.walk("VEVENT")) == 2
    assert "連絡票" in context.request.get(str(files["form.txt"])).text()
    page.locator("main a[href*='edit=1']").click()
    assert page.locator("[name=appi_kinds][value=many]").is_checked()
    assert context.cookies() == []
    context.close()


def test_text_is_copied_and_the_page_prints_it(open_context: Open) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(CHECK + ANSWERS)
    page.locator("[data-copy]").click()
    expect(page.locator("#copied")).not_to_be_empty()
    assert "ランサムウェア" in page.evaluate("navigator.clipboard.readText()")
    page.emulate_media(media="print")
    expect(page.locator("pre")).to_be_visible()
    expect(page.locator("#form-text")).to_be_hidden()


def test_pages_are_accessible_and_fit_a_phone(open_context: Open, sign_in: SignIn) -> None:
    page = open_context().new_page()
    found = [problem for path in PUBLIC for prefix in ("", "/en") for problem in problems_of(page, prefix + path)]
    desk = sign_in(open_context(), "admin")
    found += [problem for path in DESKS for prefix in ("", "/en") for problem in problems_of(desk, prefix + path)]
    assert found == []


def test_reader_writes_to_a_community(open_context: Open) -> None:
    page = open_context("phone").new_page()
    page.goto("/regions/problems/")
    page.locator("main .link-list a").first.click()
    page.locator("main a[href*='/contact/?problem=']").click()
    expect(page.locator("[name=message]")).not_to_be_empty()
    page.locator("main [name=name]").fill("読者 春子")
    page.locator("main [name=email]").fill("reader@example.com")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".notice")).to_be_visible()
    assert "@demo.secunity.example" not in page.content()


def test_member_asks_to_join_and_is_let_in(open_context: Open, sign_in: SignIn) -> None:
    member = sign_in(open_context("phone"), "member")
    member.goto("/members/working-groups/hr/")
    member.locator("[name=seat][value=expert]").check()
    member.locator("main [name=message]").fill("高専で教えています。")
    member.locator("main form[action$='/join/'] button").click()
    expect(member.locator("#asked-title")).to_be_visible()

    office = sign_in(open_context(), "admin")
    office.goto("/members/working-groups/")
    office.locator("main a[href$='/hr/#requests-title']").click()
    expect(office.locator("main")).to_contain_text("高専で教えています。")
    office.locator("button[value=approve]").click()
    expect(office.locator("main")).to_contain_text("試作 はるか")

    office.locator("main a[href$='/decisions/new/']").click()
    office.locator("[name=text_ja]").fill("カリキュラムの案を秋に公開する。")
    office.locator("[name=is_public]").check()
    office.locator("button[value=keep]").click()
    paper = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}
    office.locator("[name=title]").fill("秋の案")
    office.locator("[name=file]").set_input_files([paper])
    office.locator("main form[action$='/papers/'] button").click()

    member.goto("/members/working-groups/hr/")
    address = str(member.get_by_role("link", name="秋の案").get_attribute("href"))
    assert member.request.get(address).status == 200
    visitor: Any = open_context()
    assert visitor.request.get(address, max_redirects=0).status == 302
    assert "カリキュラムの案を秋に公開する。" in visitor.request.get("/working-groups/hr/").text()


def test_organiser_looks_over_facts_and_asks_for_help(open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context("phone"), "organiser")
    page.locator("main a[href='/members/places/']").click()
    due = page.locator("main .tag").count()
    page.locator("main form button").first.click()
    expect(page.locator("main .tag")).to_have_count(due - 1)
    page.locator("main a[href$='/problems/new/']").first.click()
    page.locator("[name=text_ja]").fill("夜間の当番を回せません。")
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("夜間の当番を回せません。")
    assert "夜間の当番を回せません。" in open_context().request.get("/regions/problems/").text()

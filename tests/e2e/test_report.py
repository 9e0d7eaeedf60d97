"""A member tells on a phone what happened, from the guideline check on, and plans whom to tell; a reviewer reads it."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.e2e
WORDS = "朝、受注サーバのファイルが開けなくなっていた。"
ANSWERS = "?nda=yes&attack=ransomware&personal_data=yes&appi_kinds=malicious&incident_types=ransomware"


def is_sound(page: Page) -> None:
    """Fits the phone, and nothing on it stands in anybody's way."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    violations = Axe().run(page).response["violations"]
    assert not violations, (page.url, [(each["id"], each["nodes"][0]["html"]) for each in violations])


def go_on(page: Page, step: str) -> None:
    """Save by keyboard and stand on the next step."""
    page.locator("main button[name=next]").press("Enter")
    page.wait_for_url(re.compile(f"/{step}/$"))
    is_sound(page)


def test_report_is_written_handed_in_and_planned_on_a_phone(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context("phone"), "member")
    page.goto(f"/members/reports/new/{ANSWERS}")
    is_sound(page)
    page.locator("[name=organisation]").select_option(index=1)
    page.locator("[name=prefecture]").select_option("27")
    go_on(page, "event")

    expect(page.locator("[name=incident_types][value=ransomware]")).to_be_checked()
    page.locator("[name=what_happened]").fill(WORDS)
    go_on(page, "time")
    page.locator("[name=noticed]").fill("きのう")
    page.locator("main button[name=next]").press("Enter")
    expect(page.locator(".field-error")).to_have_count(1)
    expect(page.locator("[name=noticed]")).to_have_value("きのう")
    is_sound(page)

    page.locator("main button[name=back]").press("Enter")
    expect(page.locator("[name=noticed]")).to_have_value("きのう")
    page.locator("[name=noticed]").fill("2026年6月3日")
    page.locator("main button[name=back]").press("Enter")
    expect(page.locator("[name=what_happened]")).to_have_value(WORDS)
    for step in ("time", "damage", "lesson", "technique", "disclosure", "files"):
        go_on(page, step)
    page.locator("[name=attachments]").set_input_files(
        {"name": "画面.txt", "mimeType": "text/plain", "buffer": "身代金を求める文".encode()}
    )
    page.locator("button[name=add]").press("Enter")
    expect(page.get_by_role("link", name="画面.txt")).to_be_visible()
    go_on(page, "check")
    page.get_by_role("button", name="報告を提出する").press("Enter")
    expect(page.locator("main")).to_contain_text(WORDS)
    is_sound(page)

    page.get_by_role("link", name="だれに、いつまでに伝えるか").press("Enter")
    page.get_by_role("button", name="伝える先を提案してもらう").press("Enter")
    expect(page.locator("main")).to_contain_text("個人情報保護委員会")
    is_sound(page)
    page.get_by_role("button", name="伝えた").first.press("Enter")
    expect(page.locator("main")).to_contain_text("に伝達")
    address = page.url.removesuffix("lanes/")

    reviewer = sign_in(open_context("phone"), "reviewer")
    answer = reviewer.goto(address)
    assert answer is not None
    if answer.status == 200:
        expect(reviewer.locator("main")).to_contain_text("監査記録")
        is_sound(reviewer)
    stranger = open_context("phone").new_page()
    stranger.goto(address)
    assert "/accounts/login/" in stranger.url


def test_helper_team_keeps_its_log_on_a_phone(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context("phone"), "organiser")
    page.goto("/members/responses/")
    is_sound(page)
    page.get_by_role("link", name="アラートを記録する").press("Enter")
    is_sound(page)
    page.locator("[name=subject]").fill("監視装置の警報")
    page.locator("main form button[type=submit]").press("Enter")
    expect(page.locator("h1")).to_have_text("監視装置の警報")
    page.locator("[name=stage]").select_option("serious")
    page.get_by_role("button", name="この段階を記録する").press("Enter")
    expect(page.locator(".timeline")).to_contain_text("重大と判断")
    is_sound(page)
    page.goto("/members/responses/figures/")
    is_sound(page)

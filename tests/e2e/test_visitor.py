"""A visitor at night: from a question to a case, a practice, a community and its next meeting."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]


def read_case(page: Page) -> None:
    """What a case has to tell, in Japanese."""
    for words in (
        "何が起きたか",
        "どう気づいたか",
        "被害",
        "まずすること",
        "自社で確かめること",
        "関係するプラクティス",
    ):
        expect(page.locator("main")).to_contain_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_visitor_goes_from_a_question_to_the_next_meeting(open_context: Open, script: bool, size: str) -> None:
    page = open_context(size, java_script_enabled=script).new_page()
    page.goto("/")
    page.locator("main input[name=q]").fill("ﾎﾃﾙWi-Fi")
    page.locator("main input[name=q]").press("Enter")

    page.wait_for_url("**/cases/?q=*")
    expect(page.locator("main mark").first).to_be_visible()
    expect(page.locator(".question-count")).to_contain_text("件")
    assert "ホテルWi-Fi" in page.locator("main .results").inner_text()

    page.goto("/cases/?q=ホテルWi-Fi&industry=E&region=kinki")
    page.locator("main .results a").first.click()
    read_case(page)

    page.locator("#practices a").filter(has_text="20分机上演習").first.click()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("取組みの概要")

    page.locator("main aside .facts a").filter(has_text="SECUNITY").click()
    expect(page.locator("main")).to_contain_text("課題")
    page.locator("main .meeting-row a").first.click()
    expect(page.locator("main")).to_contain_text("TLP")


def test_visitor_narrows_by_industry_and_region_with_counts(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/cases/")
    everything = page.locator(".question-count").inner_text()
    page.locator("#f-industry-E").check()
    page.wait_for_url("**industry=E**")
    page.locator("#f-region-kinki").check()
    page.wait_for_url("**region=kinki**")

    narrowed = page.locator(".question-count")
    expect(narrowed).not_to_have_text(everything)
    shown = int("".join(filter(str.isdigit, narrowed.inner_text())))
    assert shown == page.locator("main .results > li").count() >= 4
    counted = page.locator("label:has(#f-region-kinki) .facet-count").inner_text()
    assert int(counted) == shown

    page.go_back()
    expect(page.locator("#f-region-kinki")).not_to_be_checked()


def test_visitor_picks_industry_and_region_without_script(open_context: Open) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    page.goto("/cases/")
    page.locator("details#facets > summary").click()
    page.locator("#f-industry-E").check()
    page.locator("#f-region-kinki").check()
    page.locator("#facets button[type=submit]").click()

    assert "industry=E" in page.url
    assert "region=kinki" in page.url
    expect(page.locator(".question")).to_contain_text("近畿")


def test_visitor_reads_in_english(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/")
    page.locator("header a[hreflang=en]:visible").first.click()
    page.wait_for_url("**/en/")
    page.locator("main input[name=q]").fill("hotel Wi-Fi")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/en/cases/?q=*")
    expect(page.locator("main .results")).to_contain_text("hotel Wi-Fi")
    page.locator("main .results a[href*='/en/cases/']").first.click()
    expect(page.locator("main")).to_contain_text("What happened")
    assert page.locator("html").get_attribute("lang") == "en"


def test_visitor_goes_by_keyboard_alone(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("請求書")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?q=*")
    expect(page.locator("main .results")).to_contain_text("請求書")


def test_visitor_chooses_a_suggestion_by_keyboard(open_context: Open) -> None:
    page = open_context().new_page()
    page.goto("/cases/")
    field = page.get_by_role("searchbox").or_(page.get_by_role("combobox"))
    field.press_sequentially("らんさ")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert not Axe().run(page).response["violations"]
    words = first.inner_text()
    # Enter of an open input method is not ours.
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert field.input_value() == "らんさ"
    field.press_sequentially("む")
    page.get_by_role("option", name=words, exact=True).click()
    page.wait_for_url("**/cases/?q=*")
    assert page.locator("main input[name=q]").input_value() == words
    expect(page.locator("main .results > li").first).to_be_visible()

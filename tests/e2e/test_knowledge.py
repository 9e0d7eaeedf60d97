"""What the hub knows, in a real browser: statistics, cases like mine, a case on paper, a practice taken up."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_axe import PREFIX, Eyes

pytestmark = pytest.mark.e2e

PUBLIC = ("/statistics/", "/cases/like-mine/", "/cases/like-mine/?industry=E", "/regions/kinki/tsumugi/p12/")
MEMBERS = ("/members/adoption/",)


def test_public_knowledge_is_accessible_and_fits(open_context: Callable[..., BrowserContext]) -> None:
    eyes = Eyes(open_context("phone").new_page())
    for prefix in PREFIX.values():
        for path in PUBLIC:
            eyes.look_at(prefix + path)
    assert eyes.problems == []


def test_case_prints_on_two_pages_and_its_list_downloads(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context("desktop").new_page()
    page.goto("/cases/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="STIX").click()
    assert waiting.value.suggested_filename.endswith(".stix.json")
    page.locator("main .card-title a").first.click()
    page.wait_for_load_state()
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) <= 2


def test_member_takes_up_a_practice(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context("phone"), "member")
    page.goto("/practices/")
    page.locator("main .card-title a").first.click()
    page.get_by_role("link", name="うちでもやってみる").click()
    page.wait_for_url("**/members/adoption/*/")
    page.get_by_label("いまの状況").select_option("tries")
    page.get_by_role("button", name="保存").first.click()
    page.wait_for_url("**/members/adoption/")
    expect(page.locator("main")).to_contain_text("試している")
    eyes = Eyes(page)
    for prefix in PREFIX.values():
        for path in MEMBERS:
            eyes.look_at(prefix + path)
    assert eyes.problems == []

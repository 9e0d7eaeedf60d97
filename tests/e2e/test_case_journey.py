"""The whole way of a case with four people: reported, prepared, checked by a second person, agreed to, published, and
taken back."""

import email
import email.policy
import json
import re
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.served import ServedHub

pytestmark = pytest.mark.e2e
API = "/api/v1/cases?q=受注サーバ"
SAID = "受注サーバのファイル"
PUBLIC_TITLE = "A社のサーバ"
PROVIDER = "shachou@tsukuri.example"
WORDS = (
    "{firm}の試作はるかです。2026年5月13日の朝、受注サーバのファイルが開けなくなりました。"
    "業者には 06-1234-5678 に連絡しました。CVE-2024-1234 を突かれたそうです。"
)
SECRETS = ("はるか", "06-1234-5678", "5月13日")
RELEASE = """
import datetime as dt
from django.utils import timezone
from practices.actions.publication import release_due
print("released", len(release_due(timezone.localdate() + dt.timedelta(days=40))))
"""


def is_sound(page: Page) -> None:
    """Fits its window, and nothing on it stands in anybody's way."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    violations = Axe().run(page).response["violations"]
    assert not violations, (page.url, [(each["id"], each["nodes"][0]["html"]) for each in violations])


def newest_link(hub: ServedHub, part: str) -> str:
    """The link with `part` in the newest mail to the provider."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in sorted((hub.data_dir / "mail").glob("*"), key=lambda each: -each.stat().st_mtime_ns):
            for raw in reversed(path.read_bytes().split(b"-" * 79)):
                message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
                found = re.search(
                    rf"https?://[^/\s]+(/{part}/\S+)", str(message.get_content() if message["To"] else "")
                )
                if found and PROVIDER in str(message["To"]) and found[1] not in _used:
                    _used.add(found[1])
                    return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no mail with {part}")


_used: set[str] = set()


def report(page: Page) -> tuple[str, str]:
    """Tell what happened and hand it in; the address of the report, and the name of the firm."""
    page.goto("/members/reports/new/")
    page.locator("[name=organisation]").select_option(index=1)
    firm = page.locator("[name=organisation] option:checked").inner_text()
    page.locator("[name=prefecture]").select_option("27")
    page.locator("main button[name=next]").click()
    page.wait_for_url(re.compile("/event/$"))
    page.locator("[name=title]").fill(f"{firm}のサーバ")
    page.locator("[name=incident_types][value=ransomware]").check()
    page.locator("[name=what_happened]").fill(WORDS.format(firm=firm))
    page.locator("main button[name=next]").click()
    page.wait_for_url(re.compile("/time/$"))
    page.locator("[name=noticed]").fill("2026-05-13")
    page.locator("main button[name=next]").click()
    page.wait_for_url(re.compile("/damage/$"))
    page.goto(re.sub("damage/$", "check/", page.url))
    page.get_by_role("button", name="報告を提出する").click()
    expect(page.locator("main")).to_contain_text("提出済み")
    return page.url, firm


def name_helper(page: Page, address: str, helper: str) -> None:
    page.goto(f"{address}helpers/")
    page.locator("main [name=email]").fill(helper)
    page.locator("main [name=email]").press("Enter")
    expect(page.locator("main")).to_contain_text("架空 みなと")


def prepare(page: Page, address: str) -> str:
    """The organiser helps: makes the draft and decides about every finding by keyboard; the address of the review."""
    page.goto(address)
    page.get_by_role("button", name="事例を準備する").click()
    page.wait_for_url(re.compile(r"/members/reviews/\w+/$"))
    review = page.url
    is_sound(page)
    for _finding in range(60):
        if "決めていない指摘0件" in page.locator("main").inner_text():
            break
        unsure = page.locator("#finding button[data-free]").count()
        before = page.locator("main .meta").first.inner_text()
        page.locator("body").press("k" if unsure else "a")
        expect(page.locator("main .meta").first).not_to_have_text(before)
    page.locator("#gate button").click()
    expect(page.locator("#gate")).to_contain_text("選んだ段階")
    page.get_by_role("button", name="2人目に確認を頼む").click()
    expect(page.locator("main .meta").first).to_contain_text("2人目の確認を待っています")
    is_sound(page)
    return review


def approve_and_ask(page: Page, review: str, secrets: tuple[str, ...]) -> None:
    """The second person looks at the text, approves it and asks the provider."""
    page.goto(f"{review}text/")
    shown = page.locator("main").inner_text()
    assert "A社" in shown
    assert not [secret for secret in secrets if secret in shown]
    is_sound(page)
    page.goto(review)
    page.get_by_role("button", name="この文面を承認する").click()
    page.locator("[name=recipient]").fill(PROVIDER)
    page.get_by_role("button", name="提供者に尋ねる").click()
    expect(page.locator("main")).to_contain_text("まだ回答がありません")


def agree(page: Page, link: str, secrets: tuple[str, ...]) -> None:
    page.goto(link)
    is_sound(page)
    assert not [secret for secret in secrets if secret in page.locator("main").inner_text()]
    page.locator("[name=answer][value=yes]").check()
    page.locator("[name=name]").fill("社長")
    page.get_by_role("button", name="回答を送る").click()
    expect(page.locator("h1")).to_contain_text("同意を受け取りました")
    is_sound(page)
    page.goto(link)
    expect(page.locator("h1")).to_contain_text("もう使われました")


def public_answers(page: Page) -> dict[str, str]:
    """What anybody reads in the list, the search, the feed, the API and the sitemap."""
    paths = ("/cases/?q=受注サーバ", "/cases/feed.atom", API, "/sitemap.xml")
    answers = {path: page.request.get(path).text() for path in paths}
    return {**answers, API: json.dumps(json.loads(answers[API]), ensure_ascii=False)}


def wait_for(condition: Callable[[], bool], message: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, message
        time.sleep(0.2)


def test_case_goes_its_whole_way_and_is_taken_back(
    hub: ServedHub,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext, str], Page],
    accounts: dict[str, dict[str, str]],
) -> None:
    reporter = sign_in(open_context(), "member")
    address, firm = report(reporter)
    secrets = (*SECRETS, firm)
    name_helper(reporter, address, accounts["organiser"]["email"])
    review = prepare(sign_in(open_context(), "organiser"), address)
    approve_and_ask(sign_in(open_context(), "reviewer"), review, secrets)

    provider = open_context("phone").new_page()
    agree(provider, newest_link(hub, "consent"), secrets)
    assert not any(SAID in text for text in public_answers(provider).values())
    assert "released 1" in hub.run("shell", "-v", "0", "-c", RELEASE)

    wait_for(lambda: PUBLIC_TITLE in public_answers(provider)[API], "not found after the release")
    answers = public_answers(provider)
    assert not [(path, secret) for path, text in answers.items() for secret in secrets if secret in text]
    (address,) = [each["url"] for each in json.loads(answers[API])["results"] if each["title"] == PUBLIC_TITLE]
    path = re.sub(r"^https?://[^/]+", "", address)
    provider.goto(path)
    shown = provider.content()
    assert "A社" in shown
    assert not [secret for secret in secrets if secret in shown]
    is_sound(provider)

    provider.goto(newest_link(hub, "consent"))
    is_sound(provider)
    provider.get_by_role("button", name="同意を取り消す").click()
    expect(provider.locator("h1")).to_contain_text("同意を取り消しました")
    gone = provider.request.get(path)
    assert gone.status == 410
    assert SAID not in gone.text()
    assert not any(path in text for text in public_answers(provider).values())

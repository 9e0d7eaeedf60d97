"""An account in a browser: passkeys by a virtual authenticator, sessions, and a lost phone with two helpers."""

import re
import sqlite3
import time
from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import code_for, enter_both_factors, give_authenticator
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Account = dict[str, str]
MAIL_WITHIN_S = 90.0


def check(page: Page, width: int | None = None) -> None:
    """Nothing for axe to say, and nothing wider than a phone."""
    violations = Axe().run(page).response["violations"]
    assert not violations, [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
    if width:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def confirm_password(page: Page, account: Account) -> None:
    """Give the password once more where the page asks for it."""
    if "/reauthenticate/" in page.url:
        page.locator("main [name=password]").fill(account["password"])
        page.locator("main [name=password]").press("Enter")


def mails(hub: ServedHub) -> list[tuple[str, str, str]]:
    """Recipient, subject and words of every mail so far, the oldest first."""
    found = []
    for file in sorted((hub.data_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns):
        for raw in file.read_bytes().split(b"-" * 79):
            if not raw.strip():
                continue
            message = message_from_bytes(raw.strip())
            words = message.get_payload(decode=True)
            subject = str(make_header(decode_header(message["Subject"])))
            found.append((message["To"], subject, words.decode() if isinstance(words, bytes) else ""))
    return found


def wait_for_link(hub: ServedHub, recipient: str, part: str) -> str:
    """The path of the newest link of this kind in a mail to `recipient`."""
    deadline = time.monotonic() + MAIL_WITHIN_S
    while time.monotonic() < deadline:
        for to, _subject, words in reversed(mails(hub)):
            link = re.search(rf"https?://[^/]+(/members/lost-phone/{part}/\S+)", words)
            if to == recipient and link:
                return link[1]
        time.sleep(0.2)
    raise AssertionError(f"no mail with {part} to {recipient}: {mails(hub)}")


def change(hub: ServedHub, statement: str) -> None:
    """What else takes hours or an administrator, done in the database."""
    with sqlite3.connect(hub.data_dir / "secunity.sqlite3", timeout=20) as database:
        database.execute(statement)


def test_passkey_is_made_used_renamed_and_removed(
    open_local: Callable[..., BrowserContext], accounts: dict[str, Account]
) -> None:
    account = accounts["member"]
    page = open_local("phone").new_page()
    give_authenticator(page)
    enter_both_factors(page, account)
    page.goto("/accounts/2fa/")
    check(page, 360)
    page.locator("main a[href*=webauthn]").first.press("Enter")
    confirm_password(page, account)
    page.locator("main [name=name]").fill("会社のスマートフォン")
    expect(page.locator("main [name=passwordless]")).to_be_checked()
    check(page, 360)
    page.get_by_role("button", name="キーを作る").press("Enter")
    page.wait_for_url("**/accounts/2fa/")
    expect(page.locator("main")).to_contain_text("1個のキー")

    page.goto("/accounts/sessions/")
    expect(page.locator("main")).to_contain_text("Chrome")
    check(page, 360)
    page.get_by_role("button", name="この端末でサインアウトする").press("Enter")
    page.wait_for_url("**/accounts/login/")

    page.locator("#passkey_login").press("Enter")
    page.wait_for_url("**/members/")
    expect(page.locator("main h1")).to_contain_text("試作 はるか")

    page.goto("/accounts/2fa/webauthn/")
    check(page, 360)
    page.locator("main a[href*=edit]").press("Enter")
    confirm_password(page, account)
    page.locator("main [name=name]").fill("机の引き出しの鍵")
    page.locator("main [name=name]").press("Enter")
    page.wait_for_url("**/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("机の引き出しの鍵")
    page.locator("main a[href*=remove]").press("Enter")
    page.locator("main form button").press("Enter")
    page.wait_for_url("**/accounts/2fa/webauthn/")
    expect(page.locator("main")).not_to_contain_text("机の引き出しの鍵")


def test_recovery_codes_are_shown_once_and_saved_as_a_file(
    open_local: Callable[..., BrowserContext], accounts: dict[str, Account]
) -> None:
    account = accounts["reviewer"]
    page = open_local("phone").new_page()
    enter_both_factors(page, account)
    page.goto("/accounts/2fa/recovery-codes/generate/")
    confirm_password(page, account)
    check(page, 360)
    page.locator("main form button").first.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    check(page, 360)
    shown = page.locator("main .codes li").all_inner_texts()
    assert len(shown) == 10
    with page.expect_download() as saved:
        page.locator("main a[download]").click()
    assert saved.value.path().read_text().split() == shown
    page.reload()
    assert page.locator("main .codes li").count() == 0


def test_lost_phone_is_replaced_with_the_help_of_two(
    open_local: Callable[..., BrowserContext], accounts: dict[str, Account], hub: ServedHub
) -> None:
    person, helpers = accounts["member2"], [accounts["organiser"], accounts["admin"]]
    # The demo has no organiser where this member works.
    change(hub, "UPDATE community_organisation SET prefecture_id = '27' WHERE key = 'org-inaho'")
    page = open_local("phone").new_page()
    page.goto("/accounts/login/")
    page.locator("main [name=login]").fill(person["email"])
    page.locator("main [name=password]").fill(person["password"])
    page.locator("main [name=password]").press("Enter")
    page.get_by_role("link", name="再設定を申し込む").press("Enter")
    check(page, 360)
    page.locator("main [name=email]").fill(person["email"])
    page.locator("main [name=email]").press("Enter")
    expect(page.locator("main h1")).to_have_text("メールをご覧ください")
    check(page, 360)

    page.goto(wait_for_link(hub, person["email"], "confirm"))
    check(page, 360)
    page.locator("main form button").press("Enter")
    expect(page.locator("main h1")).to_have_text("確認を依頼しました")
    assert wait_for_link(hub, person["email"], "stop")
    change(hub, "UPDATE community_recovery SET confirmed_at = datetime(confirmed_at, '-3 hours')")

    for helper in helpers:
        theirs = open_local("phone").new_page()
        enter_both_factors(theirs, helper)
        theirs.goto("/members/people/security/")
        check(theirs, 360)
        theirs.goto("/members/people/recovery/")
        check(theirs, 360)
        theirs.locator("main li h2 a").first.press("Enter")
        check(theirs, 360)
        theirs.locator("main [name=method]").first.check()
        theirs.locator("main button[name=approve]").press("Enter")
        expect(theirs.locator("main")).to_contain_text("直接会って確かめた")

    link = wait_for_link(hub, person["email"], "set-up")
    page.goto(link)
    check(page, 360)
    page.locator("main form button").press("Enter")
    page.locator("main [name=login]").fill(person["email"])
    page.locator("main [name=password]").fill(person["password"])
    page.locator("main [name=password]").press("Enter")
    page.wait_for_url("**/accounts/2fa/")
    page.get_by_role("link", name="認証アプリを設定する").press("Enter")
    confirm_password(page, person)
    secret = page.locator("main code").inner_text()
    page.locator("main [name=code]").fill(code_for(secret))
    page.locator("main [name=code]").press("Enter")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/members/")
    expect(page.locator("main h1")).to_contain_text("試作 けんじ")
    page.goto(link)
    expect(page.locator("main h1")).to_have_text("このリンクはもう使えません")

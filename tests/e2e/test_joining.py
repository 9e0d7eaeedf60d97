"""From the first mail to the first sign-in: as a corporation and as an individual; new texts, and a hand-over."""

import email
import email.policy
import re
import time
import unicodedata
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import code_for, give_authenticator
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
PASSWORD = "umi-to-yama-no-kagi-7"
CHANGE = "第8条の言葉を分かりやすくしました。"
KOSEN = "架空ほしぞら高等専門学校"


def newest_link(hub: ServedHub, address: str, part: str) -> str:
    """The link with `part` in the newest mail to `address`."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for body in reversed(list(mails_to(hub, address))):
            if found := re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", body):
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"no mail with {part} to {address}")


def mails_to(hub: ServedHub, address: str) -> list[str]:
    """The bodies of all mails to an address, oldest first."""
    bodies = []
    for path in sorted((hub.data_dir / "mail").glob("*"), key=lambda each: each.stat().st_mtime_ns):
        for raw in path.read_bytes().split(b"-" * 79):
            message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
            if address in str(message["To"]):
                bodies.append(message.get_content())
    return bodies


def assert_accessible(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(page.url, each["id"], each["nodes"][0]["target"]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def go_on(page: Page) -> None:
    """Look at the page, then press its one button."""
    assert_accessible(page)
    page.locator("main form .button[type=submit]").last.click()


def begin(page: Page, hub: ServedHub, kind: str, address: str, prefix: str = "") -> str:
    page.goto(f"{prefix}/join/")
    page.locator(f"main a[href='{prefix}/join/apply/']").click()
    page.locator(f"main [name=membership_class][value={kind}]").check()
    page.locator("main [name=email]").fill(address)
    go_on(page)
    page.wait_for_url("**/join/sent/")
    assert_accessible(page)
    return newest_link(hub, address, "join/application")


def agree_to_all(page: Page) -> None:
    boxes = page.locator("main input[type=checkbox]")
    expect(boxes).to_have_count(3)
    for number in range(3):
        expect(boxes.nth(number)).not_to_be_checked()
        boxes.nth(number).check()
    go_on(page)


def accept(page: Page, name: str) -> None:
    page.goto("/members/applications/")
    assert_accessible(page)
    page.get_by_role("link", name=name).click()
    assert_accessible(page)
    page.locator("[name=decision][value=accept]").click()
    expect(page.locator(".messages")).to_contain_text("承認しました")


def set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main [name=repeated]").fill(PASSWORD)
    go_on(page)
    page.wait_for_url("**/accounts/2fa/**")


def come_in_with_app(page: Page, link: str) -> None:
    """From the invitation to the member's own page, with an authenticator app."""
    set_password(page, link)
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator("main .steps code").inner_text()
    page.locator("main [name=code]").fill(code_for(secret))
    page.locator("main [name=code]").press("Enter")
    page.wait_for_url(lambda url: "activate" not in url)
    page.goto("/members/")
    expect(page.locator("h1")).to_contain_text("試作")


def come_in_with_passkey(page: Page, link: str) -> None:
    """From the invitation to the member's own page with a passkey, and once more with the passkey alone."""
    give_authenticator(page)
    set_password(page, link)
    page.locator("main a[href*=webauthn]").first.click()
    page.locator("main [name=name]").fill("自分のスマートフォン")
    assert_accessible(page)
    page.get_by_role("button", name="キーを作る").click()
    page.wait_for_url(lambda url: "webauthn" not in url)  # a first factor leads to the recovery codes
    assert_accessible(page)
    page.goto("/members/")
    expect(page.locator("h1")).to_contain_text("試作")
    page.goto("/accounts/sessions/")
    page.get_by_role("button", name="この端末でサインアウトする").click()
    page.wait_for_url("**/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/members/")
    expect(page.locator("h1")).to_contain_text("試作")


COME_IN = {"totp": come_in_with_app, "passkey": come_in_with_passkey}


@pytest.mark.parametrize(
    ("factor", "firm", "number"),
    [("totp", "架空あおば製作所", "８９９９９００００９９０１"), ("passkey", "架空いずみ製作所", "7999900009902")],
)
def test_corporation_joins_up_to_the_first_sign_in(
    hub: ServedHub, open_context: Open, open_local: Open, sign_in: SignIn, factor: str, firm: str, number: str
) -> None:
    make = open_local if factor == "passkey" else open_context
    page, address = make("phone").new_page(), f"{factor}@shinki.example"
    link = begin(page, hub, "corp", address)
    page.goto(link)
    page.locator("[name=name_ja]").fill(f"株式会社{firm}")
    page.locator("[name=corporate_number]").fill("1234567890123")
    page.locator("[name=prefecture]").select_option("27")
    go_on(page)
    expect(page.locator(".field-error")).to_contain_text("13桁")
    expect(page.locator("[name=name_ja]")).to_have_value(f"株式会社{firm}")
    page.locator("[name=corporate_number]").fill(number)
    page.locator("[name=industry_group]").select_option("26")
    page.locator("[name=employees]").fill("64")
    go_on(page)

    again = make().new_page()  # another day, another device
    again.goto(link)
    again.locator("[name=name]").fill("試作 みどり")
    go_on(again)
    agree_to_all(again)
    expect(again.locator("main")).to_contain_text(unicodedata.normalize("NFKC", number))
    expect(again.locator("main")).to_contain_text("中小企業者")
    go_on(again)
    expect(again.locator("main")).to_contain_text("申し込みが届きました")
    assert_accessible(again)

    accept(sign_in(open_context(), "organiser"), firm)
    COME_IN[factor](again, newest_link(hub, address, "join/invitation"))
    again.goto("/members/organisations/")
    again.get_by_role("link", name=firm).click()
    expect(again.locator("main")).to_contain_text(f"(株){firm}")
    own_page = again.url
    for path in ("", "edit/", "listing/", "people/", "mark/", "leave/"):
        again.goto(own_page + path)
        assert_accessible(again)


@pytest.mark.parametrize("factor", ["totp", "passkey"])
def test_individual_joins_up_to_the_first_sign_in(
    hub: ServedHub, open_context: Open, open_local: Open, sign_in: SignIn, factor: str
) -> None:
    make = open_local if factor == "passkey" else open_context
    page, address, name = make("phone").new_page(), f"kojin-{factor}@shinki.example", f"試作 こじん {factor}"
    page.goto(begin(page, hub, "individual", address))
    page.locator("[name=name]").fill(name)
    page.locator("[name=prefecture]").select_option("26")
    page.locator("[name=is_listed]").check()
    go_on(page)
    agree_to_all(page)
    go_on(page)

    accept(sign_in(open_context(), "organiser"), name)
    invitation = newest_link(hub, address, "join/invitation")
    COME_IN[factor](page, invitation)
    page.goto("/members/directory/")
    expect(page.locator("main")).to_contain_text(name)
    for path in ("/members/directory/?region=kinki&offers=can_lecture", "/members/profile/", "/members/consents/"):
        page.goto(path)
        assert_accessible(page)
    stranger = open_context().new_page()
    stranger.goto(invitation)
    expect(stranger.locator("main")).to_contain_text("すでに使われています")


def test_address_that_is_known_gets_the_same_answer(
    hub: ServedHub, open_context: Open, accounts: dict[str, dict[str, str]]
) -> None:
    page = open_context().new_page()
    begin(page, hub, "corp", accounts["reviewer"]["email"], prefix="/en")
    assert "account with it already" in mails_to(hub, accounts["reviewer"]["email"])[-1]


def test_organisation_is_handed_over(open_context: Open, sign_in: SignIn) -> None:
    lead = sign_in(open_context("phone"), "member")
    lead.goto("/members/organisations/")
    lead.get_by_role("link", name=KOSEN).click()
    lead.locator("main a[href$='/leave/']").click()
    lead.locator("main [type=submit]").click()
    expect(lead.locator("h1")).to_contain_text(KOSEN)  # nobody was named: nothing has happened
    lead.get_by_label("試作 けんじ").check()
    assert_accessible(lead)
    lead.locator("main [type=submit]").click()
    expect(lead.locator(".messages")).to_contain_text(KOSEN)

    successor = sign_in(open_context(), "member2")
    successor.goto("/members/organisations/")
    expect(successor.locator("li", has_text=KOSEN)).to_contain_text("責任者")


def test_new_version_is_asked_for_at_the_next_sign_in(
    open_context: Open, sign_in: SignIn, accounts: dict[str, dict[str, str]]
) -> None:
    admin = sign_in(open_context(), "admin")
    admin.goto("/members/consents/bylaws/new/")
    admin.locator("[name=text_ja]").press("End")
    admin.locator("[name=text_ja]").press_sequentially(" 追記。")
    admin.locator("[name=text_en]").press("End")
    admin.locator("[name=text_en]").press_sequentially(" More.")
    admin.locator("[name=changes_ja]").fill(CHANGE)
    admin.locator("[name=changes_en]").fill("Article 8 is worded more clearly.")
    go_on(admin)
    admin.wait_for_url("**/join/documents/bylaws/2/")
    assert_accessible(admin)

    page = open_context("phone").new_page()
    page.goto("/accounts/login/")
    account = accounts["organiser2"]
    page.locator("main [name=login]").fill(account["email"])
    page.locator("main [name=password]").fill(account["password"])
    page.locator("main [name=password]").press("Enter")
    page.locator("main [name=code]").fill(code_for(account["totp_secret"]))
    page.locator("main [name=code]").press("Enter")
    page.wait_for_url("**/members/consents/**")
    expect(page.locator("main")).to_contain_text(CHANGE)
    box = page.locator("main input[type=checkbox]")
    expect(box).to_have_count(1)
    expect(box).not_to_be_checked()
    go_on(page)
    expect(page.locator(".field-error")).to_be_visible()
    box.check()
    page.locator("main .form-actions [type=submit]").first.click()
    page.wait_for_url("**/members/")
    page.goto("/members/consents/bylaws/withdraw/")
    go_on(page)
    page.goto("/members/")
    expect(page).to_have_url(re.compile("/accounts/login/"))

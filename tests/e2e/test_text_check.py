"""A member looks through a report of two pages, by keyboard, before sharing it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.e2e
REPORT = """インシデント報告書（社外秘）

株式会社架空みなと精工（大阪府東大阪市見本町1丁目2番3号、従業員48名）で起きたことを、情報システム担当の試作太郎がまとめました。
連絡先は 06-0000-1234、taro.shisaku@minato-demo.example です。

2024年5月14日の朝、経理課の見本花子さんが、取引先の架空部品工業を名乗るメールの添付を開きました。
同日10時20分、ファイルサーバー FS-KEIRI01（192.168.10.21）の中身が開けなくなり、身代金 300万円 を求める画面が出ました。
保守を頼んでいる見本ネットサービスの田中さんに電話し、11時05分に全台を切り離しました。

攻撃者の通信先は 203.0.113.45、使われた弱点は CVE-2023-27997 でした。検体のハッシュは
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 です。
端末の控えは C:\\Users\\hanako.mihon\\Documents\\keiri にありました。

5月17日に東大阪商工会議所へ相談し、5月20日に大阪府警へ届け出ました。復旧費用は約420万円、止まった期間は6日です。
"""


def test_report_is_looked_through_by_keyboard(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    page = sign_in(open_context("phone"), "member")
    page.get_by_role("link", name="文章に名前や手がかりが残っていないか確かめる").press("Enter")
    page.locator("textarea[name=text]").fill(REPORT * 2)
    page.locator("button[name=check]").press("Enter")

    expect(page.locator("main")).to_contain_text("件見つかりました")
    assert page.locator("mark.found-kept").filter(has_text="CVE-2023-27997").count() == 2
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator("button[name=apply]").press("Enter")
    result = page.locator("#result").input_value()
    for secret in (
        "架空みなと精工",
        "試作太郎",
        "06-0000-1234",
        "minato-demo",
        "FS-KEIRI01",
        "192.168.10.21",
        "hanako",
    ):
        assert secret not in result, secret
    assert "CVE-2023-27997" in result
    assert "ファイルサーバー" in result

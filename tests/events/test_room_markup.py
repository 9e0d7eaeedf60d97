"""What of Markdown is shown in a room, and what never becomes HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.room.limits import NORMAL
from events.room.markup import SCHEMES, TAGS, render

LINK = 'rel="noopener nofollow ugc"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**太字**です", "<p><strong>太字</strong>です</p>"),
        ("*強く* と _これ_", "<p><em>強く</em> と <em>これ</em></p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("- 一\n- 二\n続き", "<ul><li>一</li><li>二</li></ul><p>続き</p>"),
        ("1. 一\n2. 二", "<ol><li>一</li><li>二</li></ol>"),
        ("> 引用\n> **強調**\n返事", "<blockquote><p>引用<br><strong>強調</strong></p></blockquote><p>返事</p>"),
        ("```\n<script>\n```\n後", "<pre><code>&lt;script&gt;</code></pre><p>後</p>"),
        ("[頁](https://x.jp/?a=1&b=2)", f'<p><a href="https://x.jp/?a=1&amp;b=2" {LINK}>頁</a></p>'),
        ("https://x.jp/a。", f'<p><a href="https://x.jp/a" {LINK}>https://x.jp/a</a>。</p>'),
        ("(https://x.jp/a).", f'<p>(<a href="https://x.jp/a" {LINK}>https://x.jp/a</a>).</p>'),
        ("**a**\n\nb", "<p><strong>a</strong></p><p>b</p>"),
    ],
)
def test_markup_becomes_html(body, html):
    assert render(body) == html


@pytest.mark.parametrize(
    "body",
    [
        "改行だけ\nの発言です。",
        "2 * 3 * 4 = 24",
        "snake_case_name と a_b",
        "<b>太字</b>",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,1)",
        "javascript://x",
        "![絵](ftp://x.jp/a.png)",
        "# 見出し",
        "3. 三つめだけ",
        "5 > 3",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_text_without_markup_stays_text(body):
    assert render(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "**<script>alert(1)</script>**",
        '[x](https://x.jp/"onmouseover="alert(1))',
        "*<img src=x onerror=alert(1)>*",
        "`</code><script>`",
        "> <iframe src=//x.jp>\n> **a**",
        "```<svg onload=alert(1)>\n</pre><script>",
        "- <style>*{display:none}</style>",
        "[<b>](https://x.jp/<script>)",
        "![絵](https://x.jp/a.png)",
        "https://x.jp/<script>alert(1)</script>",
    ],
)
def test_html_of_a_writer_is_only_text(body):
    assert_clean(render(body) or "")


def assert_clean(html: str) -> None:
    """Nothing but the tags that are allowed, and links to the web alone."""
    for tag, attributes in re.findall(r"</?([a-zA-Z]+)([^>]*)>", html):
        assert tag in TAGS, html
        if attributes:
            address = re.fullmatch(r' href="([a-z]+)://[^"]*" ' + LINK, attributes)
            assert tag == "a", html
            assert address is not None, html
            assert address[1] in SCHEMES, html


def test_label_that_names_another_address_hides_nothing():
    html = render("[https://bank.jp](https://evil.jp)")
    assert 'href="https://evil.jp"' in html
    assert ">https://evil.jp</a>" in html
    assert ">https://bank.jp</a>" in html


@given(st.text(alphabet="*_`[]()<>-+>1.) \n\thttps://x.jpあ\"'&javascript:", max_size=200))
def test_any_signs_give_clean_html(body):
    assert_clean(render(body) or "")


BOMBS = [
    "[",
    "*",
    "`",
    "_",
    ">",
    "[a](",
    "![",
    "**a _",
    "*a",
    "`a",
    "_*",
    "1. ",
    "> ",
    "\n> ",
    "- a\n",
    "<a ",
    "***a",
    "```\n",
]


@pytest.mark.parametrize("sign", BOMBS)
def test_nested_signs_cost_no_stack_and_give_clean_html(sign):
    html = render((sign * NORMAL.text)[: NORMAL.text]) or ""
    assert_clean(html)
    assert html.count("<blockquote>") <= NORMAL.text
    assert "<blockquote><blockquote>" not in html

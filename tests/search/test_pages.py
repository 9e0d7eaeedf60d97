"""The lists as people read them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.encoding import iri_to_uri
from pytest_django import DjangoAssertNumQueries

from practices.actions import withdraw_case
from practices.exchange.public import TEXT_FIELDS
from practices.models import PracticePage
from search.models import CaseIndexPage
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]
HOTEL = {"title": "ホテルのWi-Fiで偽の画面に入力", "summary": "出張先で偽の画面に社員番号を入れ、翌朝気づいた。"}


def read(client: Client, address: str, **headers: str) -> str:
    """The page at `address`, which must answer."""
    response = client.get(iri_to_uri(address), headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def test_list_finds_half_width_words_and_marks_them(client: Client, index: Update) -> None:
    make_case(ja=HOTEL)
    make_case(ja={"title": "別の話"})
    index()
    page = read(client, "/cases/?q=ﾎﾃﾙWi-Fi")
    assert "<mark>ホテル" in page
    assert "別の話" not in page
    assert "1件" in page


def test_list_filters_by_region_and_industry(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kinki", prefecture="27", industry_division="E", industry_group="24")
    make_case(ja={"title": "関東の話"}, region="kanto", industry_division="E")
    index()
    page = read(client, "/cases/?region=kinki&industry=E")
    assert HOTEL["title"] in page
    assert "関東の話" not in page
    assert 'href="?industry=E"' in page, "the region's tag takes the region out again"
    assert 'name="prefecture" value="27"' in page


def test_list_counts_each_facet_without_its_own_selection(client: Client, index: Update) -> None:
    make_case(region="kinki")
    make_case(region="kanto")
    index()
    page = read(client, "/cases/?region=kinki")
    assert 'value="kanto" id="f-region-kanto"> 関東 <span class="facet-count">1</span>' in page
    assert 'value="okinawa" id="f-region-okinawa" disabled> 沖縄 <span class="facet-count">0</span>' in page


def test_list_title_says_the_question(client: Client, index: Update) -> None:
    page = read(client, "/cases/?q=身代金&region=kinki")
    assert "<title>“身代金”" in page or "<title>「身代金」" in page


def test_english_list_gives_the_language_of_each_text(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, en={"title": "False page on hotel Wi-Fi"})
    make_case(ja={"title": "日本語だけの話"})
    index()
    page = read(client, "/en/cases/")
    assert "False page on hotel Wi-Fi" in page
    assert HOTEL["title"] not in page
    assert '<article class="card" lang="ja">' in page
    assert "2 cases" in page


def test_refinement_renders_only_the_listing(client: Client, index: Update) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, "/cases/?q=ホテル", **{"HX-Request": "true"})
    assert "<html" not in page
    assert "<title>" in page
    assert 'name="region"' in page
    assert "<mark>ホテル" in page


def test_list_says_when_no_text_has_the_word(client: Client, index: Update) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, "/en/cases/?q=zzzyyyxxx&region=kinki")
    assert "No text here has the words" in page


def test_list_says_when_filters_exclude_everything_and_offers_ways_out(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kinki")
    index()
    page = read(client, "/en/cases/?q=ホテル&region=okinawa")
    assert "not with all of these filters" in page
    assert "without “Okinawa”: 1 result" in page
    assert "without the word “ホテル”" not in page, "there is nothing in Okinawa at all"


def test_two_filters_that_only_together_exclude_everything_are_each_a_way_out(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kinki", industry_division="E")
    for _ in range(2):
        make_case(ja=HOTEL, region="kanto", industry_division="I")
    index()
    page = read(client, "/cases/?q=ホテル&region=kinki&industry=I")
    ways = re.findall(r'<li><a href="([^"]+)">(「[^<]+)</a>', page)
    assert [words for _, words in ways] == ["「近畿」を外すと 2件", "「卸売・小売業」を外すと 1件"]
    assert [unescape(address).count("=") for address, _ in ways] == [2, 2]


def test_bound_of_the_damage_is_offered_as_one_filter(client: Client, index: Update) -> None:
    for band in ("to_50m", "to_100m", "over_100m"):
        make_case(ja={"title": "被害の話"}, damage_kind="actual", damage_band=band)
    index()
    page = read(client, "/cases/?q=被害の話 5,000万円以上")
    address, words = re.findall(r'<a class="tag" href="([^"]+)">([^<]+)</a>', page)[0]
    assert words == "5,000万円以上 (2)"
    assert "damage_band=to_100m&damage_band=over_100m" in unescape(address)


def test_where_no_single_part_helps_several_are_left_out(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kinki", industry_division="E")
    make_case(ja={"title": "別の話"}, region="kanto", industry_division="I")
    index()
    page = read(client, "/cases/?q=ホテル&region=okinawa&industry=I")
    assert "1つ外しても見つかりません" in page
    assert re.findall(r'<li><a href="([^"]+)">「([^<]+)</a>', page) == [
        ("?q=%E3%83%9B%E3%83%86%E3%83%AB", "沖縄」と「卸売・小売業」を外すと 1件"),
        ("?industry=I", "沖縄」と「ホテル」を外すと 1件"),
    ]


@pytest.mark.parametrize(
    "asked", ["region=atlantis", "lang=xx", "sort=best", "page=abc", "page=0", "colour=red", "year=20x4", "size=101"]
)
def test_list_names_what_it_did_not_understand(client: Client, index: Update, asked: str) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, f"/cases/?{asked}")
    assert "notice-warn" in page
    assert HOTEL["title"] in page


def test_page_beyond_the_end_shows_the_last_one(client: Client, index: Update) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, "/en/cases/?page=1000000000")
    assert "There is no page 1000000000." in page
    assert HOTEL["title"] in page


@pytest.mark.parametrize(
    "typed", ["あ" * 10_000, "「」『』()[]{}*?~^\"'", "-", "\x00\x01", "' OR 1=1 --", "a:b AND (c", "🙂", "*" * 500]
)
def test_list_answers_any_words(client: Client, index: Update, typed: str) -> None:
    make_case(ja=HOTEL)
    index()
    assert client.get("/cases/", {"q": typed}).status_code == 200


def test_words_are_never_markup(client: Client, index: Update) -> None:
    make_case(ja={"title": "<script>alert(1)</script> 画面"})
    index()
    page = read(client, "/cases/?q=<script>alert(1)</script>画面")
    assert "<script>alert" not in page


def test_withdrawn_case_never_shows_even_if_the_index_is_behind(client: Client, index: Update) -> None:
    case = make_case(ja=HOTEL)
    make_case(ja={"title": "残る話"})
    index()
    withdraw_case(case=case)
    page = read(client, "/cases/")
    assert HOTEL["title"] not in page
    assert "1件" in page


def test_list_without_an_index_says_so(client: Client, lists: Any, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "none"
    assert "The search is being prepared" in read(client, "/en/cases/")


def test_list_that_is_not_published_is_not_found(client: Client, index: Update) -> None:
    CaseIndexPage.objects.all().update(live=False)
    assert client.get("/cases/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_one_and_three(
    client: Client, index: Update, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        make_case(ja=HOTEL, region="kinki", prefecture="27", industry_division="E", incident_types=("ransomware",))
    index()
    read(client, "/cases/?lang=ja")
    with django_assert_num_queries(7):
        read(client, "/cases/")


def test_list_sets_no_cookie_and_holds_no_inline_script(client: Client, index: Update) -> None:
    response = client.get("/cases/")
    assert not response.cookies
    assert b"style=" not in response.content
    assert b"hx-on" not in response.content


def test_practice_list_finds_practices(client: Client, index: Update, make_region: Any) -> None:
    region = make_region("kinki")
    page = region.region.pages.get(locale__language_code="ja")
    make_practice(page, title="復元訓練の持ち回り", content="<p>倉庫でバックアップを戻す。</p>")
    index()
    shown = read(client, "/practices/?q=バックアップ&region=kinki")
    assert "復元訓練の持ち回り" in shown
    assert "<mark>バックアップ</mark>" in shown


def test_unpublished_practice_is_not_listed(client: Client, index: Update, make_region: Any) -> None:
    page = make_region("kinki").region.pages.get(locale__language_code="ja")
    practice = make_practice(page, title="消える取組")
    index()
    practice.unpublish()
    assert "消える取組" not in read(client, "/practices/")
    index()
    assert "消える取組" not in read(client, "/practices/")
    assert PracticePage.objects.filter(live=False).count() == 1


def test_list_offers_the_names_in_the_question_as_filters(client: Client, index: Update) -> None:
    make_case(ja=HOTEL | {"summary": "大阪の宿で起きました。"}, region="kinki", prefecture="27")
    make_case(ja=HOTEL | {"title": "大阪の話を聞いたホテル"}, region="okinawa", prefecture="47")
    index()
    page = read(client, "/en/cases/?q=大阪 ホテル")
    assert page.count('<article class="card"') == 2
    (narrower,) = re.findall(r'<a class="tag" href="([^"]*)">Osaka[^<]* \(1\)</a>', page)
    assert read(client, f"/en/cases/{unescape(narrower)}").count('<article class="card"') == 1


def test_list_says_what_was_looked_for_in_place_of_an_unknown_word(client: Client, index: Update) -> None:
    make_case(ja=HOTEL | {"summary": "ランサムウェアの被害です。"})
    index()
    page = read(client, "/en/cases/?q=ランサムウエヤ")
    assert "No text has “ランサムウエヤ”; “ランサムウェア” was looked for as well." in page
    assert "No text here has the words" in read(client, "/en/cases/?q=「ランサムウエヤ」")


def test_list_fills_its_page_with_what_has_some_of_the_words(client: Client, index: Update) -> None:
    make_case(ja=HOTEL | {"summary": "暗号化されました。"})
    make_case(ja={"title": "暗号化された受注データ"})
    index()
    page = read(client, "/en/cases/?q=ホテル 暗号化")
    assert "1 case" in page
    assert page.index("Others have some of the words") < page.index("受注データ")


def test_empty_list_leads_on(client: Client, index: Update, make_region: Any) -> None:
    page = make_region("kinki").region.pages.get(locale__language_code="ja")
    make_practice(page, title="ホテルの備え")
    make_case(ja=HOTEL, region="kinki")
    index()
    shown = read(client, "/cases/?q=ホテル&region=okinawa")
    assert "<mark>ホテル</mark>の備え" in shown
    assert '"/members/reports/new/"' in shown


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_every_public_word_of_a_case_is_found(client: Client, index: Update, field: str) -> None:
    make_case(ja=HOTEL | {field: "ひょうたん島で起きたこと"})
    index()
    assert "1件" in read(client, "/cases/?q=ひょうたん島")

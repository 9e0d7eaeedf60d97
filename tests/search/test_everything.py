"""The search page over every kind of thing, and what cases alone are filtered by."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search.queries.facets import facets_of
from tests.factories.practices import make_case, make_practice
from tests.search.test_pages import HOTEL, read

Update = Callable[[], int]


@pytest.fixture
def hotel_practice(make_region: Any) -> Any:
    return make_practice(make_region("kinki").region.pages.get(locale__language_code="ja"), title="ホテルの備え")


def test_everything_finds_cases_and_practices_and_names_their_kind(
    client: Client, index: Update, hotel_practice: Any
) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, "/en/search/?q=ホテル")
    assert page.count('<article class="card"') == 2
    assert "2 results" in page
    assert "<title>“ホテル” – Search" in page
    assert ">Cases</p>" in page
    assert ">Practices</p>" in page


def test_everything_narrows_to_a_kind_and_counts_the_others(client: Client, index: Update, hotel_practice: Any) -> None:
    make_case(ja=HOTEL)
    index()
    page = read(client, "/en/search/?q=ホテル&kind=case")
    assert page.count('<article class="card"') == 1
    assert 'value="practice" id="f-kind-practice"> Practices <span class="facet-count">1</span>' in page
    assert 'value="meeting" id="f-kind-meeting" disabled' in page


def test_everything_has_no_filter_that_it_does_not_know(client: Client, index: Update) -> None:
    page = read(client, "/en/search/?theme=training")
    assert "/en/search/feed.atom" in page
    assert "feed.atom?theme" not in page
    assert "There is no filter called “theme” here." in page


def test_lists_lead_to_everything_with_the_same_words(client: Client, index: Update) -> None:
    assert 'href="/en/search/?q=zzz"' in read(client, "/en/cases/?q=zzz")


def test_cases_are_filtered_by_way_in_damage_and_practice(client: Client, index: Update, hotel_practice: Any) -> None:
    key = str(hotel_practice.translation_key)
    make_case(ja=HOTEL, entry_route="mail", practices=((key, "would_have_prevented"),))
    make_case(ja={"title": "別の話"}, entry_route="vpn")
    index()
    for asked in ("entry_route=mail", "has_practice=yes", "entry_route=mail&damage_band=not_stated"):
        page = read(client, f"/cases/?{asked}")
        assert HOTEL["title"] in page
        assert "別の話" not in page
    assert "practice" not in {facet.key for facet in facets_of("practice")}


def test_cases_are_filtered_by_the_areas_of_the_communications_ministry(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kanto", prefecture="19")
    make_case(ja={"title": "長野の話"}, region="kanto", prefecture="20")
    index()
    page = read(client, "/cases/?mic_area=shinetsu")
    assert "長野の話" in page
    assert HOTEL["title"] not in page


def test_areas_of_one_name_read_differently(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kinki", prefecture="27")
    index()
    for prefix, note in (("", "近畿（総合通信局の区分）"), ("/en", "Kinki (MIC area)")):
        meti, mic = (
            read(client, f"{prefix}/cases/?{key}=kinki").split('class="question-words"')[1].split("</h2>")[0]
            for key in ("region", "mic_area")
        )
        assert note in mic
        assert note not in meti
        assert note in read(client, f"{prefix}/cases/?mic_area=kinki").partition("<title>")[2].partition("</title>")[0]


def test_prefectures_stand_below_the_division_that_is_chosen(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kanto", prefecture="20")
    index()
    by_meti, by_mic = (read(client, f"/en/cases/?view={view}") for view in ("meti", "mic"))
    assert "Prefectures of Kanto</summary>" in by_meti
    assert "Prefectures of Shin-etsu</summary>" in by_mic
    assert ('name="mic_area"' in by_meti, 'name="region"' in by_mic) == (False, False)
    assert by_mic.count('id="f-prefecture-20"') == 1
    assert 'value="mic" id="view-mic" checked' in by_mic
    assert read(client, "/en/cases/?view=moon").count('id="view-meti" checked') == 1


def test_an_area_chosen_in_the_other_division_is_kept(client: Client, index: Update) -> None:
    make_case(ja=HOTEL, region="kanto", prefecture="20")
    index()
    page = read(client, "/en/cases/?view=mic&region=kanto&mic_area=shinetsu")
    assert '<input type="hidden" name="region" value="kanto">' in page
    assert 'href="?mic_area=shinetsu&amp;view=mic"' in page, "the tag of the region leaves the division as it is"
    assert (
        "view=" not in read(client, "/en/cases/?mic_area=shinetsu").split('class="question-words"')[1].split("</h2>")[0]
    )
    assert 'id="view-mic" checked' in read(client, "/en/cases/?mic_area=shinetsu")
    assert 'id="view-meti" checked' in read(client, "/en/cases/?view=meti&mic_area=shinetsu")


def test_every_page_searches_everything(client: Client, index: Update, make_region: Any) -> None:
    make_region("kinki")
    page = read(client, "/en/regions/kinki/")
    assert page.count('<form class="search-form" role="search" method="get" action="/en/search/"') == 2
    assert 'id="q-top"' not in read(client, "/en/search/")


def test_minutes_are_a_kind_to_choose(client: Client, index: Update) -> None:
    index()
    page = read(client, "/en/search/?kind=minutes")
    assert "Minutes" in page.split('class="question-words"')[1].split("</h2>")[0]

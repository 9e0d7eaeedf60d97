"""Regions, communities and working groups as readers see them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, Page

from community.models import (
    CommunityOrganiser,
    CommunityPage,
    Prefecture,
    Problem,
    Region,
    RegionIndexPage,
    RegionPage,
    RegionTeam,
    WorkingGroupIndexPage,
    WorkingGroupPage,
)
from tests.conftest import Tree
from tests.factories.community import OrganisationFactory, WorkingGroupFactory, community_page, working_group_page


@pytest.fixture
def kinki(make_region: Callable[[str], RegionTeam]) -> RegionPage:
    make_region("kinki")
    return RegionPage.objects.get(locale__language_code="ja")


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_index_shows_nine_areas_with_prefectures(client: Client, kinki: RegionPage) -> None:
    response = client.get("/regions/")
    assert [each["area"].code for each in response.context["areas"]][:2] == ["hokkaido", "tohoku"]
    assert len(response.context["areas"]) == 9
    text = response.content.decode()
    assert "滋賀県" in text
    assert f'href="{kinki.url}"' in text


def test_index_shows_eleven_mic_areas_by_a_link(client: Client, kinki: RegionPage) -> None:
    assert "?view=mic" in text_of(client, "/regions/")
    response = client.get("/regions/?view=mic")
    areas = {each["area"].code: each for each in response.context["areas"]}
    assert len(areas) == 11
    assert [p.name_ja for p in areas["hokuriku"]["prefectures"]] == ["富山県", "石川県", "福井県"]
    # Fukui belongs to METI's Kinki area, so the MIC area Hokuriku leads to it.
    assert [page.pk for page in areas["hokuriku"]["region_pages"]] == [kinki.pk]


def test_index_names_an_unknown_view(client: Client, kinki: RegionPage) -> None:
    text = text_of(client, "/regions/?view=<b>moon")
    assert "「&lt;b&gt;moon」という表示のしかたはありません" in text


def test_index_lists_live_communities_of_its_language(client: Client, kinki: RegionPage) -> None:
    community_page(kinki, title="大阪の会", prefectures=("27",))
    community_page(kinki, title="下書きの会", prefectures=("27",), live=False)
    for url in ("/regions/", "/regions/?view=mic"):
        text = text_of(client, url)
        assert "大阪の会" in text
        assert "下書きの会" not in text
    assert "大阪の会" not in text_of(client, "/en/regions/")


@pytest.mark.parametrize("url", ["/regions/", "/regions/?view=mic"])
def test_index_asks_the_database_the_same_for_more_communities(
    client: Client, kinki: RegionPage, url: str, django_assert_max_num_queries: Callable
) -> None:
    for number in range(6):
        community_page(kinki, title=f"会{number}", prefectures=("27", "28"))
    client.get(url)
    with django_assert_max_num_queries(45):
        client.get(f"{url}{'&' if '?' in url else '?'}fresh=1")


def test_region_page_shows_live_communities_and_bureaus(client: Client, kinki: RegionPage) -> None:
    community_page(kinki, title="大阪の会", prefectures=("27",))
    community_page(kinki, title="下書きの会", live=False)
    text = text_of(client, kinki.url)
    assert "大阪の会" in text
    assert "下書きの会" not in text
    assert "近畿経済産業局" in text
    assert "北陸総合通信局" in text


def test_region_page_links_its_translation(client: Client, kinki: RegionPage) -> None:
    assert 'hreflang="en"' in text_of(client, kinki.url)
    assert "<h1>Kinki</h1>" in text_of(client, "/en/regions/kinki/")


def test_region_page_that_is_not_live_is_not_found(client: Client, kinki: RegionPage) -> None:
    kinki.unpublish()
    assert client.get("/regions/kinki/").status_code == 404


def test_community_page_shows_who_where_since_and_problems(client: Client, kinki: RegionPage) -> None:
    page = community_page(
        kinki,
        title="大阪の会",
        prefectures=("27", "28"),
        since="2021-04",
        recognised_by="近畿の表彰",
        recognised_on=dt.date(2022, 3, 15),
        recognition_url="https://example.jp/recognised/",
    )
    Problem.objects.create(community_key=page.translation_key, region=kinki.region, text_ja="進行役が足りません。")
    for organisation in OrganisationFactory.create_batch(2):
        page.organisers.add(CommunityOrganiser(organisation=organisation))
    page.save()
    text = text_of(client, page.url)
    assert 'href="https://example.jp/recognised/"' in text
    for words in (
        "2022年3月15日（火）",
        "大阪府",
        "兵庫県",
        "2021年4月",
        "近畿の表彰",
        "進行役が足りません。",
        *map(str, page.organisations),
    ):
        assert words in text


def test_community_page_shows_the_areas_of_both_ministries(client: Client, kinki: RegionPage) -> None:
    # Fukui is METI's Kinki and MIC's Hokuriku.
    text = text_of(client, community_page(kinki, prefectures=("18", "27")).url)
    assert "METIの区分" in text
    assert "北陸、近畿" in text


def test_index_shows_the_same_facts_of_communities_in_both_views(client: Client, kinki: RegionPage) -> None:
    page = community_page(kinki, title="福井の会", prefectures=("18",), since="2021-04")
    page.organisers.add(CommunityOrganiser(organisation=OrganisationFactory(name_ja="福井見本社")))
    page.save()
    for url in ("/regions/", "/regions/?view=mic"):
        text = text_of(client, url)
        assert "2021年4月から" in text
        assert "福井見本社" in text


@pytest.mark.parametrize("field", ["contact", "intro"])
@pytest.mark.parametrize("text", ["hanako@example.jp まで", "連絡は hanako＠example.jp"])
def test_pages_take_no_mail_addresses(kinki: RegionPage, field: str, text: str) -> None:
    for page in (kinki, community_page(kinki)):
        setattr(page, field, text)
        with pytest.raises(ValidationError, match="メールアドレス"):
            page.clean_fields()


def test_recognition_says_whose_it_is(kinki: RegionPage) -> None:
    page = community_page(kinki)
    page.recognised_on = dt.date(2022, 3, 15)
    with pytest.raises(ValidationError, match="認め"):
        page.clean()


def test_community_page_knows_its_region(kinki: RegionPage) -> None:
    assert community_page(kinki).region == Region.objects.get(code="kinki")


def test_communities_are_found_by_region_and_prefecture(kinki: RegionPage) -> None:
    page = community_page(kinki, prefectures=("27", "28"))
    assert list(CommunityPage.objects.in_region(Region.objects.get(code="kinki"))) == [page]
    assert not CommunityPage.objects.in_region(Region.objects.get(code="kanto")).exists()
    assert list(CommunityPage.objects.in_prefecture(Prefecture.objects.get(code="28"))) == [page]


@pytest.mark.parametrize("since", ["2021", "2021-04", ""])
def test_community_accepts_a_year_or_a_month(kinki: RegionPage, since: str) -> None:
    community_page(kinki, since=since).clean_fields()


@pytest.mark.parametrize("since", ["21", "2021-13", "令和3年"])
def test_community_refuses_another_form_of_date(kinki: RegionPage, since: str) -> None:
    page = community_page(kinki)
    page.since = since
    with pytest.raises(ValidationError, match="2021-04"):
        page.clean_fields()


def test_translated_community_keeps_prefectures_and_organisers(kinki: RegionPage) -> None:
    page = community_page(kinki, prefectures=("27",))
    page.organisers.add(CommunityOrganiser(organisation=OrganisationFactory()))
    page.save()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    assert english.region == page.region
    assert english.organisations == page.organisations


def test_working_group_pages_show_aim_and_history(client: Client, content_tree: Tree) -> None:
    group = WorkingGroupFactory(code="secunity", name_ja="地域SECUNITY形成促進WG", is_provisional_2020=True)
    page = working_group_page(
        content_tree.working_groups["ja"], group, history_title="2020年の議論内容(案)", history="原文のまま"
    )
    assert group.name_ja in text_of(client, "/working-groups/")
    text = text_of(client, page.url)
    for words in ("話し合います。", "2020年の議論内容(案)", "原文のまま", "(P)"):
        assert words in text


def test_readers_see_a_change_at_once(client: Client, content_tree: Tree) -> None:
    page = working_group_page(content_tree.working_groups["ja"], WorkingGroupFactory(code="sme"), intro="はじめの文")
    assert "はじめの文" in text_of(client, page.url)
    page.intro = "つぎの文"
    page.save_revision().publish()
    assert "つぎの文" in text_of(client, page.url)
    url = page.url
    page.delete()
    assert client.get(url).status_code == 404


def test_tree_rules_hold() -> None:
    def allowed(model: type[Page]) -> set[str]:
        return {child.__name__ for child in model.allowed_subpage_models()}

    assert allowed(RegionIndexPage) == {"RegionPage"}
    assert allowed(RegionPage) == {"CommunityPage", "PracticePage", "MeetingPage"}
    assert allowed(CommunityPage) == {"PracticePage", "MeetingPage"}
    assert allowed(WorkingGroupIndexPage) == {"WorkingGroupPage"}
    assert "RegionPage" not in allowed(WorkingGroupPage)

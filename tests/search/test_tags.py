"""What search adds to the pages of other apps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from practices.actions import withdraw_case
from search import queries
from search.engines.base import Fragment
from search.queries.facets import facets_of
from search.templatetags.search_tags import marked
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]


def rendered(tag: str, **context: Any) -> str:
    """What a tag of search renders."""
    return Template("{% load search_tags %}{% " + tag + " %}").render(Context(context))


def test_marked_escapes_everything_but_its_own_marks() -> None:
    assert marked([Fragment("<b>"), Fragment("&", is_marked=True)]) == "&lt;b&gt;<mark>&amp;</mark>"


def test_new_cases_are_the_newest_in_the_readers_language(lists: Any) -> None:
    make_case(ja={"title": "古い話"})
    case = make_case(ja={"title": "新しい話"}, en={"title": "New story"})
    assert "新しい話" in rendered("new_cases 1")
    with override("en"):
        english = rendered("new_cases 2")
    assert f"/en/cases/{case.public_id}/" in english
    assert '<article class="card" lang="ja">' in english
    withdraw_case(case=case)
    assert "新しい話" not in rendered("new_cases 3")


def test_case_lists_are_empty_in_words(lists: Any, make_region: Any) -> None:
    region = make_region("kinki").region
    assert "公開された事例はまだありません" in rendered("region_cases region", region=region)


def test_region_cases_are_those_of_the_region(lists: Any, make_region: Any) -> None:
    region = make_region("kinki").region
    make_case(ja={"title": "近畿の話"}, region="kinki")
    make_case(ja={"title": "関東の話"}, region="kanto")
    shown = rendered("region_cases region", region=region)
    assert "近畿の話" in shown
    assert "関東の話" not in shown
    assert 'href="/cases/?region=kinki"' in shown


def test_practice_cases_are_those_that_name_it(lists: Any, make_region: Any) -> None:
    practice = make_practice(make_region("kinki").region.pages.get(locale__language_code="ja"))
    make_case(ja={"title": "防げた話"}, practices=((str(practice.translation_key), "would_have_prevented"),))
    make_case(ja={"title": "別の話"})
    shown = rendered("practice_cases page", page=practice)
    assert "防げた話" in shown
    assert "別の話" not in shown


def test_similar_cases_say_what_they_share(index: Update) -> None:
    case = make_case(ja={"title": "元の話"}, incident_types=("ransomware",), industry_division="E")
    make_case(ja={"title": "業種も同じ話"}, incident_types=("ransomware",), industry_division="E")
    make_case(ja={"title": "種類が同じ話"}, incident_types=("ransomware",))
    make_case(ja={"title": "無縁の話"}, incident_types=("ddos",), industry_division="E")
    index()
    similar = queries.similar_cases(case.pages.get())
    assert [each.item.plain_title for each in similar] == ["業種も同じ話", "種類が同じ話"]
    assert similar[0].shared == ("ランサムウェア被害", "製造業")
    assert "共通点" in rendered("similar_cases page", page=case.pages.get())


def test_alike_are_explained_by_shared_words(index: Update, make_region: Any) -> None:
    parent = make_region("kinki").region.pages.get(locale__language_code="ja")
    words = {"title": "復旧の話", "summary": "請求書のマクロで受注台帳が暗号化されました。"}
    practice = make_practice(parent, title="受注台帳の控え", content="<p>請求書のマクロを止め、受注台帳を戻す。</p>")
    other = make_practice(parent, title="受注台帳の点検", content="<p>受注台帳と請求書を月に一度見る。</p>")
    case = make_case(ja=words)
    twin = make_case(ja=words | {"title": "もう一つの話"}, practices=((str(practice.translation_key), "prevented"),))
    for number in range(4):
        make_case(ja={"title": f"別の話 {number}", "summary": "玄関の鍵。"})
    index()
    page = case.pages.get()
    assert {each.item.id for each in queries.practices_like_case(page)} == {
        str(practice.translation_key),
        str(other.translation_key),
    }
    shown = rendered("practices_like_case page", page=page)
    assert "受注台帳の控え" in shown
    assert "共通点" in shown
    assert queries.similar_cases(page)[0].item.id == twin.public_id
    assert str(practice.translation_key) not in {each.item.id for each in queries.practices_like_case(twin.pages.get())}
    assert [each.item.id for each in queries.things_like_practice(practice, "case")] == [case.public_id]
    assert "受注台帳の点検" in rendered("practices_like_it page", page=practice)


def test_similar_cases_without_an_index_are_none(lists: Any, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "none"
    assert queries.similar_cases(make_case(incident_types=("ddos",)).pages.get()) == []


def test_map_counts_released_cases_by_prefecture(lists: Any) -> None:
    make_case(region="kinki", prefecture="27")
    withdraw_case(case=make_case(region="kinki", prefecture="26"))
    assert queries.case_counts_by_prefecture() == {"27": 1}
    tiles = {tile["code"]: tile for tile in queries.case_tiles()}
    assert len(tiles) == 47
    assert (tiles["27"]["count"], tiles["27"]["url"]) == (1, "/cases/?prefecture=27")
    assert tiles["26"]["count"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_new_cases_take_the_same_queries_for_one_and_three(
    lists: Any, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        make_case()
    queries.newest("case", "ja")
    with django_assert_num_queries(2):
        queries.newest("case", "ja")


def test_case_page_shows_its_search_parts(client: Client, index: Update) -> None:
    case = make_case(ja={"title": "元の話"}, incident_types=("ransomware",))
    make_case(ja={"title": "似た話"}, incident_types=("ransomware",))
    index()
    assert "似た話" in client.get(f"/cases/{case.public_id}/").content.decode()


def test_vocabularies_of_filters_are_read_once_in_each_language(
    vocabularies: None, django_assert_num_queries: Any
) -> None:
    def choices(language: str) -> dict[str, dict[str, str]]:
        with override(language):
            return {facet.key: facet.labels for facet in facets_of("case")}

    first = {language: choices(language) for language in ("ja", "en")}
    with django_assert_num_queries(0):
        assert {language: choices(language) for language in ("ja", "en")} == first
    assert (first["ja"]["region"]["kinki"], first["en"]["region"]["kinki"]) == ("近畿", "Kinki")
    assert len(first["ja"]["prefecture"]) == 47 + 1

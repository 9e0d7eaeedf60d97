"""Problems of communities as data, and facts that are looked over."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from community.actions.places import confirm_facts, save_problem
from community.models import CommunityPage, FactCheck, MicArea, Problem, Region, RegionPage, RegionTeam, User
from community.queries.places import due_places, places_of
from search.models import IndexJob
from tests.factories.community import community_page

Make = Callable[..., User]
SignIn = Callable[..., Client]


@pytest.fixture
def kinki(make_region: Callable[[str], RegionTeam]) -> RegionPage:
    make_region("kinki")
    return RegionPage.objects.get(locale__language_code="ja", region_id="kinki")


@pytest.fixture
def community(kinki: RegionPage) -> CommunityPage:
    return community_page(kinki, title="福井の会", slug="fukui", prefectures=("18",))


@pytest.fixture
def organiser(make_person: Make, kinki: RegionPage) -> User:
    return make_person("organiser", region="kinki")


def ask(community: CommunityPage, text: str = "進行役が足りません。", **fields: Any) -> Problem:
    return Problem.objects.create(community_key=community.translation_key, region_id="kinki", text_ja=text, **fields)


def test_problems_are_found_by_the_areas_of_both_ministries(client: Client, community: CommunityPage) -> None:
    asked = ask(community)
    assert list(Problem.objects.in_region("kinki")) == list(Problem.objects.in_mic_area("hokuriku")) == [asked]
    assert not Problem.objects.in_mic_area(MicArea.objects.get(pk="kinki")).exists()
    for query, shown in (
        ("", True),
        ("?area=kinki", True),
        ("?area=kanto", False),
        ("?view=mic&area=hokuriku", True),
        ("?view=mic&area=kinki", False),
    ):
        text = client.get(f"/regions/problems/{query}").content.decode()
        assert ("進行役が足りません。" in text) is shown, query


@pytest.mark.parametrize(("query", "words"), [("?view=moon", "9つ"), ("?area=<b>moon", "その区分"), ("?state=x", "")])
def test_unknown_filters_are_named_and_everything_is_shown(
    client: Client, community: CommunityPage, query: str, words: str
) -> None:
    ask(community)
    response = client.get(f"/regions/problems/{query}")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "進行役が足りません。" in response.content.decode()


def test_list_shows_open_ones_first_and_all_on_request(client: Client, community: CommunityPage) -> None:
    ask(community, "もう解けた課題", state=Problem.State.SOLVED, outcome_ja="手順を配った。")
    assert "もう解けた課題" not in client.get("/regions/problems/").content.decode()
    assert "もう解けた課題" in client.get("/regions/problems/?state=all").content.decode()
    assert "解決" in client.get(community.url).content.decode()


def test_problem_of_a_hidden_community_is_hidden(client: Client, community: CommunityPage) -> None:
    asked = ask(community)
    assert client.get(f"/regions/problems/{asked.pk}/").status_code == 200
    community.unpublish()
    assert client.get(f"/regions/problems/{asked.pk}/").status_code == 404
    assert asked.text_ja not in client.get("/regions/problems/").content.decode()
    assert asked.text_ja not in client.get("/regions/kinki/").content.decode()


def test_problem_page_says_where_it_stands_and_how_to_answer(client: Client, community: CommunityPage) -> None:
    asked = ask(community, text_en="Nobody leads the drill.")
    text = client.get(f"/en/regions/problems/{asked.pk}/").content.decode()
    assert "Nobody leads the drill." in text
    assert f"/contact/?problem={asked.pk}" in text
    Problem.objects.filter(pk=asked.pk).update(state="solved", outcome_ja="育てました。")
    text = client.get(f"/regions/problems/{asked.pk}/?fresh").content.decode()
    assert "育てました。" in text
    assert "/contact/?problem" not in text


def test_list_asks_the_database_the_same_for_more_problems(
    client: Client, community: CommunityPage, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        ask(community, f"課題{number}")
    client.get("/regions/problems/")
    with django_assert_max_num_queries(12):
        client.get("/regions/problems/?fresh=1")


def test_organiser_puts_a_problem_on_the_list_and_search_hears(
    client: Client, sign_in: SignIn, organiser: User, community: CommunityPage
) -> None:
    IndexJob.objects.all().delete()
    own = sign_in(organiser)
    address = f"/members/places/{community.pk}/problems/new/"
    assert client.get("/regions/problems/").status_code == 200
    assert own.post(address, {"text_ja": "新しい課題", "state": "open"}).status_code == 302
    assert "新しい課題" in client.get("/regions/problems/").content.decode()
    assert IndexJob.objects.filter(kind="community", object_key=str(community.translation_key)).exists()
    asked = Problem.objects.get()
    assert asked.created_by == organiser
    edit = f"/members/problems/{asked.pk}/"
    refused = own.post(edit, {"text_ja": "新しい課題", "state": "solved"})
    assert refused.status_code == 422
    assert "何が役に立ったか" in refused.content.decode()
    assert own.post(edit, {"text_ja": "新しい課題", "state": "solved", "outcome_ja": "配った"}).status_code == 302
    asked.refresh_from_db()
    assert asked.closed_on == timezone.localdate()
    assert own.post(edit, {"text_ja": "再び", "state": "open"}).status_code == 302
    asked.refresh_from_db()
    assert asked.closed_on is None


def test_only_the_region_s_organisers_and_the_secretariat_tend_it(
    sign_in: SignIn, community: CommunityPage, make_person: Make, make_region: Callable[[str], RegionTeam]
) -> None:
    make_region("kanto")
    asked, day = ask(community), timezone.localdate() + dt.timedelta(days=30)
    for person in (
        make_person("member"),
        make_person("organiser", region="kanto"),
        make_person("reviewer", region="kinki"),
    ):
        other = sign_in(person)
        assert other.get(f"/members/problems/{asked.pk}/").status_code == 403
        assert other.get(f"/members/places/{community.pk}/problems/new/").status_code == 404
        assert other.post(f"/members/places/{community.pk}/checked/", {}).status_code == 404
        with pytest.raises(PermissionDenied):
            save_problem(problem=asked, by=person)
        with pytest.raises(PermissionDenied):
            confirm_facts(page=community, region=Region.objects.get(pk="kinki"), by=person, review_by=day)
    office = sign_in(make_person("secretariat"))
    assert office.get(f"/members/problems/{asked.pk}/").status_code == 200


def test_facts_are_due_until_somebody_looks_over_them(
    client: Client, sign_in: SignIn, organiser: User, community: CommunityPage, kinki: RegionPage
) -> None:
    today = timezone.localdate()
    assert {facts.page.pk for facts in due_places(organiser, "ja", today)} == {kinki.pk, community.pk}
    own, day = sign_in(organiser), today + dt.timedelta(days=90)
    assert "確かめる時期" in own.get("/members/places/").content.decode()
    field = f"page-{community.pk}-review_by"
    assert own.post(f"/members/places/{community.pk}/checked/", {field: day.isoformat()}).status_code == 302
    assert [facts.page.pk for facts in due_places(organiser, "ja", today)] == [kinki.pk]
    assert [facts.page.pk for facts in due_places(organiser, "ja", day)] == [kinki.pk, community.pk]
    assert "次の確認" in client.get(community.url).content.decode()


@pytest.mark.parametrize("days", [0, -1, 367, 100_000])
def test_next_look_is_within_the_year(organiser: User, community: CommunityPage, days: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(ValidationError):
        confirm_facts(page=community, region=Region.objects.get(pk="kinki"), by=organiser, review_by=day)
    assert not FactCheck.objects.exists()


def test_wrong_day_is_said_on_the_page(sign_in: SignIn, organiser: User, community: CommunityPage) -> None:
    own = sign_in(organiser)
    for text in ("2001-01-01", "いつか", ""):
        response = own.post(f"/members/places/{community.pk}/checked/", {f"page-{community.pk}-review_by": text})
        assert response.status_code == 422
        assert text in response.content.decode()


def test_page_says_that_its_check_is_overdue(client: Client, community: CommunityPage) -> None:
    past = dt.date(2020, 1, 1)
    FactCheck.objects.create(
        page_key=community.translation_key, region_id="kinki", checked_on=past, review_by=past + dt.timedelta(days=1)
    )
    assert "この日を過ぎています" in client.get(community.url).content.decode()


def test_each_page_is_listed_once_in_the_reader_s_language(organiser: User, kinki: RegionPage) -> None:
    assert [facts.page.locale.language_code for facts in places_of(organiser, "ja")] == ["ja"]
    assert [facts.page.locale.language_code for facts in places_of(organiser, "en")] == ["en"]


def test_members_have_no_places_to_tend(sign_in: SignIn, make_person: Make, kinki: RegionPage) -> None:
    assert sign_in(make_person("member")).get("/members/places/").status_code == 403

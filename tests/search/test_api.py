"""The public API, as other programs use it."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from events.models import MeetingPage
from practices.actions import withdraw_case
from search.models import IndexJob
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]
LISTS = ("cases", "practices", "meetings")
VOCABULARIES = {"regions": 9, "industries": 119, "incident-types": 23}


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    settings.API_RATE = 0


def ask(client: Client, address: str, status: int = 200, **headers: str) -> Any:
    """The JSON at an address below /api/v1/."""
    response = client.get(iri_to_uri(f"/api/v1/{address}"), headers=headers)
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/json")
    return json.loads(response.content)


def test_case_has_every_field_of_the_contract(client: Client, index: Update) -> None:
    case = make_case(
        ja={"title": "ホテルのWi-Fi", "summary": "気づいた。"},
        source_name="経済産業省",
        source_url="https://example.jp/report",
        region="kinki",
        prefecture="27",
        industry_division="E",
        industry_group="24",
        size_band="medium",
        occurred="2024-Q2",
        incident_types=("ransomware",),
        damage_kind="expected",
        damage_yen=55_000_000,
    )
    index()
    answer = ask(client, "cases?q=ホテル")
    assert {"total", "page", "size", "results", "facets", "suggestions"} == answer.keys()
    (result,) = answer["results"]
    assert result["id"] == case.public_id
    assert result["url"] == f"http://testserver/cases/{case.public_id}/"
    assert result["title"] == "ホテルのWi-Fi"
    assert (result["region"], result["prefecture"], result["industry"]) == ("kinki", "27", "24")
    assert (result["size_band"], result["incident_types"]) == ("medium", ["ransomware"])
    assert (result["occurred"], result["tlp"], result["language"]) == ("2024-Q2", "CLEAR", "ja")
    assert result["damage"]["kind"] == "expected"
    assert "5,500万円" in result["damage"]["display"]
    assert result["source"] == {"name": "経済産業省", "url": "https://example.jp/report", "published": None}
    assert "<mark>ホテル</mark>" in result["highlights"]["title"]
    assert client.get(result["url"]).status_code == 200


def test_what_is_not_stated_says_so(client: Client, index: Update) -> None:
    make_case()
    index()
    (result,) = ask(client, "cases?region=not_stated&industry=not_stated&size_band=not_stated&prefecture=not_stated")[
        "results"
    ]
    assert {result[key] for key in ("region", "prefecture", "industry", "size_band")} == {"not_stated"}
    assert result["damage"]["display"] == "記載なし"


def test_values_are_or_within_and_and_across(client: Client, index: Update) -> None:
    make_case(region="kinki", industry_division="E")
    make_case(region="kanto", industry_division="E")
    make_case(region="kanto", industry_division="I")
    index()
    assert ask(client, "cases?region=kinki&region=kanto")["total"] == 3
    answer = ask(client, "cases?region=kanto&industry=E")
    assert answer["total"] == 1
    assert {each["value"]: each["count"] for each in answer["facets"]["region"]} == {"kanto": 1, "kinki": 1}
    assert {each["value"]: each["count"] for each in answer["facets"]["industry"]} == {"E": 1, "I": 1}
    assert {"value": "kanto", "label": "関東", "count": 1} in answer["facets"]["region"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_the_facets_of_the_filters(client: Client, index: Update, name: str) -> None:
    facets = ask(client, name)["facets"]
    asked = {"region", "prefecture", "industry", "incident_type", "size_band", "response_type", "year", "lang"}
    assert asked <= facets.keys()


@pytest.mark.parametrize(
    ("asked", "parameter", "allowed"),
    [
        ("region=atlantis", "region", "kinki"),
        ("prefecture=48", "prefecture", "not_stated"),
        ("industry=Z", "industry", "E"),
        ("incident_type=x", "incident_type", "ransomware"),
        ("size_band=s1", "size_band", "small"),
        ("response_type=x", "response_type", "on_site"),
        ("year=20x4", "year", "1980…2100"),
        ("lang=fr", "lang", "en"),
        ("sort=best", "sort", "newest"),
        ("page=0", "page", "1…"),
        ("page=abc", "page", "1…"),
        ("size=101", "size", "1…100"),
        ("size=-1", "size", "1…100"),
        ("colour=red", "colour", "region"),
    ],
)
def test_what_is_not_understood_is_named_with_what_is_allowed(
    client: Client, index: Update, asked: str, parameter: str, allowed: str
) -> None:
    (problem,) = ask(client, f"cases?{asked}", 422)["detail"]
    assert problem["parameter"] == parameter
    assert allowed in problem["allowed"]
    assert problem["message"]


@pytest.mark.parametrize("q", ["「」『』()[]{}*?~^", "' OR 1=1 --", "a:b AND (c", "%00%01", "🙂", "-"])
def test_any_words_get_an_answer(client: Client, index: Update, q: str) -> None:
    make_case()
    index()
    ask(client, f"cases?q={q}")


def test_endless_words_are_refused_in_words(client: Client, index: Update) -> None:
    (problem,) = ask(client, f"cases?q={'あ' * 10_000}", 422)["detail"]
    assert problem["parameter"] == "q"


def test_page_beyond_the_end_is_empty(client: Client, index: Update) -> None:
    make_case()
    index()
    answer = ask(client, "cases?page=1000000000")
    assert (answer["total"], answer["results"]) == (1, [])


def test_pages_follow_one_another(client: Client, index: Update) -> None:
    for _each in range(3):
        make_case()
    index()
    pages = [ask(client, f"cases?size=2&page={number}")["results"] for number in (1, 2)]
    assert [len(page) for page in pages] == [2, 1]
    assert len({each["id"] for page in pages for each in page}) == 3


def test_nothing_found_suggests_what_to_leave_out(client: Client, index: Update) -> None:
    make_case(region="kinki")
    index()
    (suggestion,) = ask(client, "cases?q=画面&region=okinawa")["suggestions"]
    assert (suggestion["parameter"], suggestion["value"], suggestion["total"]) == ("region", "okinawa", 1)


def test_language_follows_the_filter_then_the_header_then_japanese(client: Client, index: Update) -> None:
    make_case(ja={"title": "図面"}, en={"title": "Drawings"}, damage_kind="actual", damage_yen=55_000_000)
    index()
    for address, headers, title in (
        ("cases", {}, "図面"),
        ("cases", {"Accept-Language": "en-GB,en;q=0.8"}, "Drawings"),
        ("cases?lang=ja", {"Accept-Language": "en"}, "図面"),
        ("cases?lang=en", {}, "Drawings"),
        ("cases?lang=en&lang=ja", {}, "図面"),
    ):
        (result,) = ask(client, address, **headers)["results"]
        assert result["title"] == title
    assert "¥55,000,000" in ask(client, "cases?lang=en")["results"][0]["damage"]["display"]


def test_withdrawn_case_is_gone_even_if_the_index_is_behind(client: Client, index: Update) -> None:
    case = make_case()
    index()
    withdraw_case(case=case)
    answer = ask(client, "cases")
    assert (answer["total"], answer["results"]) == (0, [])


def test_practices_and_public_meetings_are_listed(client: Client, index: Update, make_region: Any) -> None:
    parent = make_region("kinki").region.pages.get(locale__language_code="ja")
    practice = make_practice(parent, title="棚卸し週間", year=2024)
    starts = timezone.now()
    for title, is_public in (("公開の会", True), ("内輪の会", False)):
        page = MeetingPage(
            title=title, slug=str(is_public), locale=parent.locale, is_public=is_public, starts_at=starts
        )
        page.ends_at = starts + timedelta(hours=1)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision().publish()
    index()
    (found,) = ask(client, "practices?region=kinki&year=2024")["results"]
    assert (found["id"], found["region"]) == (str(practice.translation_key), "kinki")
    assert client.get(found["url"]).status_code == 200
    (found,) = ask(client, "meetings")["results"]
    assert (found["title"], found["region"]) == ("公開の会", "kinki")


@pytest.mark.parametrize(("name", "number"), VOCABULARIES.items())
def test_vocabularies_are_lists_with_counts(client: Client, index: Update, name: str, number: int) -> None:
    make_case(region="kinki", industry_division="E", incident_types=("ransomware",))
    index()
    answer = ask(client, name)
    assert answer["total"] == len(answer["results"]) == number
    assert {each["code"] for each in answer["results"] if each["cases"]} <= {"kinki", "E", "ransomware"}
    assert all(each["url"].startswith("http://testserver/") for each in answer["results"])
    ask(client, f"{name}?page=2", 422)


def test_statistics_count_released_cases(client: Client, index: Update) -> None:
    make_case(region="kinki", occurred="2024-Q2")
    make_case(region="kinki", occurred="2023")
    index()
    answer = ask(client, "stats/cases?year=2024")
    assert answer["total"] == 1
    assert answer["filters"] == {"year": ["2024"]}
    assert {each["value"]: each["count"] for each in answer["facets"]["year"]} == {"2024": 1, "2023": 1}
    ask(client, "stats/cases?page=2", 422)


def test_unchanged_answer_is_not_sent_again(client: Client, index: Update) -> None:
    make_case()
    index()
    etag = client.get("/api/v1/cases")["ETag"]
    assert client.get("/api/v1/cases", headers={"If-None-Match": etag}).status_code == 304
    make_case()
    changed = client.get("/api/v1/cases", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    index()
    assert client.get("/api/v1/cases", headers={"If-None-Match": changed["ETag"]}).status_code == 200


def test_api_is_open_and_read_only(client: Client, index: Update) -> None:
    response = client.get("/api/v1/cases", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert client.options("/api/v1/cases").status_code == 204
    head = client.head("/api/v1/cases")
    assert (head.status_code, head.content) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method("/api/v1/cases")
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"


def test_requests_are_counted_by_minute_and_address(
    client: Client, index: Update, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_RATE = 3
    # All in one minute, whenever the test runs.
    within = time.time() // 60 * 60 + 10
    monkeypatch.setattr("search.api.publication.time", SimpleNamespace(time=lambda: within))
    answers = [client.get("/api/v1/regions") for _each in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert client.get("/api/v1/regions", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_unknown_address_names_those_that_exist(client: Client, index: Update) -> None:
    assert "/api/v1/cases" in ask(client, "nothing", 404)["detail"][0]["message"]


def test_description_names_every_operation(client: Client, index: Update) -> None:
    paths = ask(client, "openapi.json")["paths"]
    for name in (*LISTS, *VOCABULARIES, "stats/cases"):
        assert f"/api/v1/{name}" in paths
    names = {each["name"] for each in paths["/api/v1/cases"]["get"]["parameters"]}
    assert {"q", "region", "page", "size", "sort", "lang"} <= names


def test_docs_are_a_plain_page(client: Client, index: Update) -> None:
    response = client.get("/api/v1/docs", headers={"Accept-Language": "en"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "/api/v1/cases" in page
    assert 'lang="en"' in page
    assert "<script" not in page


def test_index_that_is_being_made_is_said_so(client: Client, lists: Any, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "none"
    make_case()
    IndexJob.objects.all().delete()
    response = client.get("/api/v1/cases")
    assert response.status_code == 503
    assert response["Retry-After"]

"""Every list as a feed and as a file: the same filters, the same promises, from one piece of code."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import StreamingHttpResponse
from django.test import AsyncRequestFactory, Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from practices.actions import withdraw_case
from practices.models import Case
from search.api.streams import streamed
from search.engines.base import EngineError
from tests.conftest import Tree
from tests.factories.community import WorkingGroupFactory, community_page
from tests.factories.events import meeting, meeting_index
from tests.factories.practices import make_case, make_practice

Update = Callable[[], int]
ATOM = "{http://www.w3.org/2005/Atom}"
# List → an address with a filter that leaves something of its kind and not everything.
FILTERED = {
    "/cases/": "region=kinki",
    "/practices/": "region=kinki",
    "/events/": "working_group=sme",
    "/regions/": "region=kinki",
    "/search/": "kind=practice",
}
KEPT = {
    "/cases/": {"近畿の話"},
    "/practices/": {"棚卸し週間"},
    "/events/": {"公開の会"},
    "/regions/": {"近畿の会"},
    "/search/": {"棚卸し週間", "復元訓練"},
}


@pytest.fixture
def things(content_tree: Tree, index: Update, make_region: Any) -> None:
    """Something of every kind in Kinki, something beside it, and what is not public."""
    page = make_region("kinki").region.pages.get(locale__language_code="ja")
    other = make_region("kanto").region.pages.get(locale__language_code="ja")
    make_case(ja={"title": "近畿の話"}, region="kinki")
    make_case(ja={"title": "関東の話"}, region="kanto")
    make_practice(page, title="棚卸し週間")
    make_practice(other, title="復元訓練")
    events = meeting_index(content_tree.home["ja"])
    group = WorkingGroupFactory(code="sme")
    for title, fields in {
        "公開の会": {"working_group": group},
        "別の会": {},
        "内輪の会": {"working_group": group, "is_public": False},
    }.items():
        meeting(
            events, title=title, slug=title.encode().hex(), starts_at=timezone.now(), **fields
        ).save_revision().publish()
    for parent, title in ((page, "近畿の会"), (other, "関東の会")):
        community_page(parent, title=title).save_revision().publish()
    index()


def file_of(client: Client, path: str, form: str, asked: str = "", status: int = 200) -> str:
    response = client.get(iri_to_uri(f"{path}download/{form}/{'?' if asked else ''}{asked}"))
    text: str = response.getvalue().decode()
    assert response.status_code == status, text[:500]
    assert not response.cookies
    return text


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff#")
    return list(
        csv.DictReader(line for line in text.splitlines(keepends=True) if not line.startswith(("#", "\ufeff#")))
    )


def feed_titles(client: Client, address: str) -> set[str]:
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
    return {entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")}


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("path", FILTERED)
def test_list_leads_to_its_feed_and_files_with_its_filters(client: Client, path: str) -> None:
    page = client.get(f"{path}?{FILTERED[path]}" if path != "/regions/" else path).content.decode()
    asked = f"?{FILTERED[path]}" if path != "/regions/" else ""
    assert '<link rel="alternate" type="application/atom+xml" title="' in page
    assert page.count(f'href="{path}feed.atom{asked}"') == 2
    for form in ("json", "csv"):
        assert f'href="{path}download/{form}/{asked}"' in page


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("path", FILTERED)
def test_feed_has_the_filters_of_its_list(client: Client, path: str) -> None:
    assert feed_titles(client, f"{path}feed.atom?{FILTERED[path]}") == KEPT[path]
    assert "内輪の会" not in feed_titles(client, f"{path}feed.atom")
    assert len(feed_titles(client, f"{path}feed.atom")) > 1


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("path", [path for path in FILTERED if path != "/cases/"])
def test_files_hold_what_fits_and_say_licence_filter_and_day(client: Client, path: str) -> None:
    key, value = FILTERED[path].split("=")
    whole = json.loads(file_of(client, path, "json", FILTERED[path]))
    about, (records,) = whole.pop("about"), whole.values()
    assert (about["licence"], about["filter"], len(about["exported"])) == ("CC-BY-4.0", {key: [value]}, 10)
    assert {record["title"] for record in records} == KEPT[path]
    assert all(record["url"].startswith("http") and record["id"] and record["kind"] for record in records)
    text = file_of(client, path, "csv", FILTERED[path])
    assert [row["title"] for row in rows_of(text)] == [record["title"] for record in records]
    for said in ('# licence: "CC-BY-4.0"', f'# exported: "{about["exported"]}"', value):
        assert said in text
    assert "内輪の会" not in file_of(client, path, "csv")


@pytest.mark.usefixtures("things")
def test_file_is_sent_while_it_is_written_and_holds_every_page(client: Client, index: Update) -> None:
    for number in range(130):
        make_case(ja={"title": f"事例 {number}"}, region="okinawa")
    index()
    response = client.get("/search/download/csv/?region=okinawa")
    assert isinstance(response, StreamingHttpResponse)
    assert len(list(response.streaming_content)) > 100  # type: ignore[call-overload]
    assert len(rows_of(file_of(client, "/search/", "csv", "region=okinawa"))) == 130


@pytest.mark.parametrize("title", ["=1+1", "+81", "-2", "@SUM(A1)", "'=1", "\t=1"])
def test_no_cell_is_a_formula(client: Client, index: Update, title: str) -> None:
    make_case(ja={"title": f"{title}の話", "summary": "気づいた"})
    index()
    (row,) = rows_of(file_of(client, "/search/", "csv"))
    assert row["title"].startswith("'")


def test_case_goes_through_everything_only_where_its_provider_agreed(client: Client, index: Update) -> None:
    kept, closed = make_case(ja={"title": "出してよい"}), make_case(ja={"title": "出してはだめ"})
    Case.objects.filter(pk=closed.pk).update(not_through_feed=True, not_through_exports=True)
    index()
    assert feed_titles(client, "/search/feed.atom") == {"出してよい"}
    assert [row["id"] for row in rows_of(file_of(client, "/search/", "csv"))] == [kept.public_id]
    withdraw_case(case=kept)
    assert feed_titles(client, "/search/feed.atom?kind=case") == set()
    assert rows_of(file_of(client, "/search/", "csv")) == []


@pytest.mark.usefixtures("index")
def test_empty_file_is_whole(client: Client) -> None:
    assert json.loads(file_of(client, "/practices/", "json"))["practices"] == []
    assert rows_of(file_of(client, "/practices/", "csv")) == []


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("path", FILTERED)
def test_what_is_no_filter_or_no_form_is_said_in_words(client: Client, path: str) -> None:
    assert "atlantis" in file_of(client, path, "csv", "region=atlantis", status=422)
    assert "colour" in file_of(client, path, "json", "colour=red", status=422)
    file_of(client, path, "xls", status=404)


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("path", FILTERED)
def test_engine_that_is_away_is_said_before_anything_is_sent(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(query: Any) -> Any:
        raise EngineError("away")
        yield

    monkeypatch.setattr("search.api.downloads.every_item", away)
    response = client.get(f"{path}download/csv/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")


@pytest.mark.usefixtures("index")
def test_files_count_against_the_limit_of_the_api(client: Client, settings: Any) -> None:
    settings.API_RATE = 2
    answers = [client.get("/practices/download/csv/") for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.usefixtures("things")
def test_english_lists_lead_to_english_feeds(client: Client) -> None:
    assert "/en/search/feed.atom" in client.get("/en/search/").content.decode()
    assert json.loads(file_of(client, "/en/search/", "json", "kind=case"))["things"]


def test_file_of_the_english_list_is_in_its_language(client: Client, index: Update) -> None:
    make_case(ja={"title": "図面"}, en={"title": "Drawings"})
    index()
    assert [row["title"] for row in rows_of(file_of(client, "/en/search/", "csv"))] == ["Drawings"]
    assert [row["title"] for row in rows_of(file_of(client, "/search/", "csv"))] == ["図面"]


async def test_asynchronous_server_gets_it_piece_by_piece() -> None:
    given: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("a", "b", "c"):
            given.append(piece)
            yield piece

    response = streamed(AsyncRequestFactory().get("/"), pieces(), name="x.csv", media_type="text/csv")
    body = aiter(response)
    assert (await anext(body), given) == (b"a", ["a"])
    assert [piece async for piece in body] == [b"b", b"c"]
